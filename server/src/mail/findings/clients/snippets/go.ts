import type { Snippets } from "../remedies.ts";

export const GO_SNIPPETS: Snippets = {
  address: `from := mail.Address{Name: "Doe, John", Address: "john@example.com"} // net/mail
fmt.Fprintf(&message, "From: %s\\r\\n", from.String())`,
  attachment: `parameters := map[string]string{"filename": "Übersicht.pdf"}
header.Set("Content-Disposition", mime.FormatMediaType("attachment", parameters))`,
  "build-message": `// End each line with CRLF.
text = strings.ReplaceAll(strings.ReplaceAll(text, "\\r\\n", "\\n"), "\\n", "\\r\\n")`,
  charset: `fmt.Fprint(&message, "MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=utf-8\\r\\n")`,
  date: `fmt.Fprintf(&message, "Date: %s\\r\\n", time.Now().Format(time.RFC1123Z))`,
  "ehlo-name": `err = client.Hello("app.example.com") // the first call; smtp.SendMail greets with localhost`,
  "header-text": `fmt.Fprintf(&message, "Subject: %s\\r\\n", mime.QEncoding.Encode("utf-8", "Grüße"))`,
  "list-unsubscribe": `fmt.Fprint(&message, "List-Unsubscribe: <https://example.com/unsubscribe/1>\\r\\n")
fmt.Fprint(&message, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\\r\\n")`,
  login: `err = client.Auth(smtp.PlainAuth("", user, password, host))`,
  "message-id": `id := make([]byte, 16)
rand.Read(id) // crypto/rand
fmt.Fprintf(&message, "Message-ID: <%x@example.com>\\r\\n", id)`,
  quit: `err = client.Quit()`,
  recipients: `// Each recipient is an argument; there is no Bcc field in the message.
err = smtp.SendMail(address, nil, sender, []string{recipient, hidden}, message.Bytes())`,
  "reply-to": `fmt.Fprint(&message, "Reply-To: help@example.com\\r\\n")`,
  starttls: `err = client.StartTLS(&tls.Config{ServerName: host})`,
  "text-encoding": `fmt.Fprint(&message, "Content-Transfer-Encoding: quoted-printable\\r\\n\\r\\n")
writer := quotedprintable.NewWriter(&message) // mime/quotedprintable
writer.Write([]byte(text))
writer.Close()`,
  "tls-mode": `// tls.Dial and smtp.NewClient are for a port that uses TLS from the first byte, such as 465.
client, err := smtp.Dial(address)`,
  "trust-certificate": `pool := x509.NewCertPool()
pool.AppendCertsFromPEM(certificate)
err = client.StartTLS(&tls.Config{ServerName: host, RootCAs: pool})`,
};
