import type { Snippets } from "../remedies.ts";

export const RAILS_SNIPPETS: Snippets = {
  address: `mail(from: email_address_with_name("john@example.com", "Doe, John"), to: recipient, subject: subject, body: text)`,
  alternative: `mail(to: recipient, subject: subject) do |format|
  format.text { render plain: text }
  format.html { render html: html.html_safe }
end`,
  attachment: `attachments["Übersicht.pdf"] = data
mail(to: recipient, subject: subject, body: text)`,
  "build-message": `# Action Mailer writes the header, the line ends and the encodings.
mail(to: recipient, subject: subject, body: text)`,
  charset: `mail(to: recipient, subject: subject, body: text, charset: "UTF-8")`,
  date: `mail(to: recipient, subject: subject, body: text, date: Time.now)`,
  "ehlo-name": `config.action_mailer.smtp_settings = { address: host, port: port, domain: "app.example.com" }`,
  "header-text": `mail(to: recipient, subject: "Grüße", body: text) # not encoded by you`,
  "inline-image": `attachments.inline["logo.png"] = data
mail(to: recipient, subject: subject) do |format|
  format.text { render plain: text }
  format.html { render inline: '<%= image_tag attachments["logo.png"].url, alt: "Logo" %>' }
end`,
  "list-unsubscribe": `headers["List-Unsubscribe"] = "<https://example.com/unsubscribe/1>"
headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
mail(to: recipient, subject: subject, body: text)`,
  login: `config.action_mailer.smtp_settings = {
  address: host, port: port, user_name: user, password: password, authentication: :plain
}`,
  "message-id": `headers["Message-ID"] = "<#{SecureRandom.uuid}@example.com>"
mail(to: recipient, subject: subject, body: text)`,
  recipients: `mail(to: recipient, bcc: "hidden@example.com", subject: subject, body: text)`,
  "reply-to": `mail(to: recipient, reply_to: "help@example.com", subject: subject, body: text)`,
  starttls: `config.action_mailer.smtp_settings = { address: host, port: port, enable_starttls: true }`,
  "text-encoding": `mail(to: recipient, subject: subject, body: text, content_transfer_encoding: "quoted-printable")`,
  "tls-mode": `# ssl: true is for a port that uses TLS from the first byte, such as 465.
config.action_mailer.smtp_settings = { address: host, port: port, ssl: false }`,
  "trust-certificate": `config.action_mailer.smtp_settings = { address: host, port: port, ca_file: "mailglass.pem" }`,
};
