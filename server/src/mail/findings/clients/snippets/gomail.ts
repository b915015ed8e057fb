import type { Snippets } from "../remedies.ts";

export const GOMAIL_SNIPPETS: Snippets = {
  address: `message.SetAddressHeader("From", "john@example.com", "Doe, John")`,
  alternative: `message.SetBody("text/plain", text)
message.AddAlternative("text/html", html)`,
  attachment: `message.Attach(path, gomail.Rename("overview.pdf"))`,
  "build-message": `// gomail writes the header, the line ends and the encodings.
message.SetHeader("Subject", subject)
message.SetBody("text/plain", text)`,
  calendar: `message.SetBody("text/plain", text)
message.AddAlternative("text/calendar; method=REQUEST", ics)`,
  charset: `message := gomail.NewMessage(gomail.SetCharset("UTF-8"))`,
  date: `message.SetDateHeader("Date", time.Now())`,
  "ehlo-name": `dialer.LocalName = "app.example.com"`,
  "header-text": `message.SetHeader("Subject", "Grüße") // not encoded by you`,
  "inline-image": `message.Embed(path, gomail.Rename("logo.png"), gomail.SetHeader(map[string][]string{
	"Content-ID": {"<logo@example.com>"},
}))
message.SetBody("text/html", "<img src='cid:logo@example.com' alt='Logo'>")`,
  "list-unsubscribe": `message.SetHeader("List-Unsubscribe", "<https://example.com/unsubscribe/1>")
message.SetHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")`,
  login: `dialer := gomail.NewDialer(host, port, user, password)`,
  "message-id": `id := make([]byte, 16)
rand.Read(id) // crypto/rand
message.SetHeader("Message-ID", fmt.Sprintf("<%x@example.com>", id))`,
  recipients: `message.SetHeader("To", recipient)
message.SetHeader("Bcc", "hidden@example.com") // gomail leaves it out of the header`,
  "reply-to": `message.SetHeader("Reply-To", "help@example.com")`,
  "text-encoding": `message := gomail.NewMessage(gomail.SetEncoding(gomail.QuotedPrintable))`,
  "tls-mode": `dialer.SSL = false // true is for a port that uses TLS from the first byte, such as 465`,
  "trust-certificate": `pool := x509.NewCertPool()
pool.AppendCertsFromPEM(certificate)
dialer.TLSConfig = &tls.Config{ServerName: host, RootCAs: pool}`,
};
