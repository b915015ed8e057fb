import type { Snippets } from "../remedies.ts";

export const JAKARTA_SNIPPETS: Snippets = {
  address: `message.setFrom(new InternetAddress("john@example.com", "Doe, John", "UTF-8"));`,
  alternative: `MimeBodyPart plain = new MimeBodyPart();
plain.setText(text, "UTF-8");
MimeBodyPart rich = new MimeBodyPart();
rich.setText(html, "UTF-8", "html");
message.setContent(new MimeMultipart("alternative", plain, rich));`,
  attachment: `MimeBodyPart plain = new MimeBodyPart();
plain.setText(text, "UTF-8");
MimeBodyPart file = new MimeBodyPart();
file.setDataHandler(new DataHandler(new ByteArrayDataSource(data, "application/pdf")));
file.setFileName("Übersicht.pdf");
message.setContent(new MimeMultipart(plain, file));`,
  "build-message": `// MimeMessage writes the header, the line ends and the encodings.
message.setSubject(subject, "UTF-8");
message.setText(text, "UTF-8");
Transport.send(message);`,
  calendar: `MimeBodyPart invitation = new MimeBodyPart();
String type = "text/calendar; charset=UTF-8; method=REQUEST";
invitation.setDataHandler(new DataHandler(new ByteArrayDataSource(ics, type)));
message.setContent(new MimeMultipart("alternative", plain, invitation));`,
  charset: `message.setText(text, "UTF-8");`,
  date: `message.setSentDate(new Date());`,
  "ehlo-name": `properties.put("mail.smtp.localhost", "app.example.com");`,
  "header-text": `message.setSubject("Grüße", "UTF-8");`,
  "inline-image": `rich.setText("<img src='cid:logo@example.com' alt='Logo'>", "UTF-8", "html");
MimeBodyPart image = new MimeBodyPart();
image.setDataHandler(new DataHandler(new ByteArrayDataSource(data, "image/png")));
image.setContentID("<logo@example.com>");
message.setContent(new MimeMultipart("related", rich, image));`,
  "list-unsubscribe": `message.setHeader("List-Unsubscribe", "<https://example.com/unsubscribe/1>");
message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");`,
  login: `properties.put("mail.smtp.auth", "true");
Transport.send(message, user, password);`,
  "message-id": `properties.put("mail.from", "app@example.com"); // its domain is that of Message-ID`,
  recipients: `message.addRecipients(Message.RecipientType.BCC, "hidden@example.com");
Transport.send(message); // sends to To, Cc and Bcc, and leaves Bcc out`,
  "reply-to": `message.setReplyTo(InternetAddress.parse("help@example.com"));`,
  starttls: `properties.put("mail.smtp.starttls.enable", "true");
properties.put("mail.smtp.starttls.required", "true");`,
  "text-encoding": `message.setText(text, "UTF-8");
message.setHeader("Content-Transfer-Encoding", "quoted-printable");`,
  "tls-mode": `// "true" is for a port that uses TLS from the first byte, such as 465.
properties.put("mail.smtp.ssl.enable", "false");`,
  "trust-certificate": `properties.put("mail.smtp.starttls.required", "true");
properties.put("mail.smtp.ssl.trust", "localhost"); // in development only`,
};
