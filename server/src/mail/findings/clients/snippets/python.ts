import type { Snippets } from "../remedies.ts";

export const PYTHON_SNIPPETS: Snippets = {
  address: `# from email.headerregistry import Address
message["From"] = Address("Doe, John", addr_spec="john@example.com")`,
  alternative: `message.set_content(text)
message.add_alternative(html, subtype="html")`,
  attachment: `message.add_attachment(data, maintype="application", subtype="pdf", filename="Übersicht.pdf")`,
  "build-message": `message = EmailMessage()
message["From"], message["To"], message["Subject"] = sender, recipient, subject
message.set_content(text)
smtp.send_message(message)  # not sendmail() with a string`,
  calendar: `message.add_alternative(ics, subtype="calendar", params={"method": "REQUEST"})`,
  charset: `message.set_content(text, charset="utf-8")`,
  date: `message["Date"] = email.utils.formatdate(localtime=True)`,
  "ehlo-name": `smtp = smtplib.SMTP(host, port, local_hostname="app.example.com")`,
  "header-text": `message["Subject"] = "Grüße"  # an EmailMessage encodes it`,
  "inline-image": `cid = email.utils.make_msgid(domain="example.com")
message.add_alternative(f'<img src="cid:{cid[1:-1]}" alt="Logo">', subtype="html")
message.get_payload()[-1].add_related(data, "image", "png", cid=cid)`,
  "list-unsubscribe": `message["List-Unsubscribe"] = "<https://example.com/unsubscribe/1>"
message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"`,
  login: `smtp.login(user, password)`,
  "message-id": `message["Message-ID"] = email.utils.make_msgid(domain="example.com")`,
  quit: `with smtplib.SMTP(host, port) as smtp:  # sends QUIT at the end
    smtp.send_message(message)`,
  recipients: `# send_message() takes the recipients from To, Cc and Bcc, and leaves Bcc out.
smtp.send_message(message)`,
  "reply-to": `message["Reply-To"] = "help@example.com"`,
  starttls: `smtp.starttls(context=ssl.create_default_context())`,
  "text-encoding": `message.set_content(text, cte="quoted-printable")`,
  "tls-mode": `# smtplib.SMTP_SSL is for a port that uses TLS from the first byte, such as 465.
smtp = smtplib.SMTP(host, port)`,
  "trust-certificate": `smtp.starttls(context=ssl.create_default_context(cafile="mailglass.pem"))`,
};
