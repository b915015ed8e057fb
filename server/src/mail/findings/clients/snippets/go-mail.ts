import type { Snippets } from "../remedies.ts";

export const GO_MAIL_SNIPPETS: Snippets = {
  address: `err = message.FromFormat("Doe, John", "john@example.com")`,
  alternative: `message.SetBodyString(mail.TypeTextPlain, text)
message.AddAlternativeString(mail.TypeTextHTML, html)`,
  attachment: `err = message.AttachReader("overview.pdf", bytes.NewReader(data))`,
  "build-message": `// go-mail writes the header, the line ends and the encodings.
message.Subject(subject)
message.SetBodyString(mail.TypeTextPlain, text)`,
  calendar: `message.SetBodyString(mail.TypeTextPlain, text)
message.AddAlternativeString("text/calendar; method=REQUEST", ics)`,
  charset: `message := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8))`,
  date: `message.SetDate()`,
  "ehlo-name": `client, err := mail.NewClient(host, mail.WithPort(port), mail.WithHELO("app.example.com"))`,
  "header-text": `message.Subject("Grüße") // not encoded by you`,
  "inline-image": `err = message.EmbedReader("logo.png", bytes.NewReader(data), mail.WithFileContentID("<logo@example.com>"))
message.SetBodyString(mail.TypeTextHTML, "<img src='cid:logo@example.com' alt='Logo'>")`,
  "list-unsubscribe": `message.SetGenHeader("List-Unsubscribe", "<https://example.com/unsubscribe/1>")
message.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")`,
  login: `client, err := mail.NewClient(host, mail.WithPort(port),
	mail.WithSMTPAuth(mail.SMTPAuthPlain), mail.WithUsername(user), mail.WithPassword(password))`,
  "message-id": `id := make([]byte, 16)
rand.Read(id) // crypto/rand
message.SetMessageIDWithValue(fmt.Sprintf("%x@example.com", id))`,
  recipients: `err = message.To(recipient)
err = message.Bcc("hidden@example.com") // go-mail leaves it out of the header`,
  "reply-to": `err = message.ReplyTo("help@example.com")`,
  starttls: `client, err := mail.NewClient(host, mail.WithPort(port), mail.WithTLSPolicy(mail.TLSMandatory))`,
  "text-encoding": `message := mail.NewMsg(mail.WithEncoding(mail.EncodingQP))`,
  "tls-mode": `// WithSSL is for a port that uses TLS from the first byte, such as 465.
client, err := mail.NewClient(host, mail.WithPort(port), mail.WithTLSPolicy(mail.TLSOpportunistic))`,
  "trust-certificate": `pool := x509.NewCertPool()
pool.AppendCertsFromPEM(certificate)
trust := mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: pool})
client, err := mail.NewClient(host, mail.WithPort(port), trust)`,
};
