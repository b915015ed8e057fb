import type { Snippets } from "../remedies.ts";

export const PHPMAILER_SNIPPETS: Snippets = {
  address: `$mail->setFrom("john@example.com", "Doe, John");`,
  alternative: `$mail->isHTML();
$mail->Body = $html;
$mail->AltBody = $text;`,
  attachment: `$mail->CharSet = PHPMailer::CHARSET_UTF8;
$mail->addStringAttachment($data, "Übersicht.pdf");`,
  "build-message": `// PHPMailer writes the header, the line ends and the encodings.
$mail->Subject = $subject;
$mail->Body = $text;
$mail->send();`,
  calendar: `$mail->AltBody = $text;
$mail->Ical = $ics;`,
  charset: `$mail->CharSet = PHPMailer::CHARSET_UTF8;`,
  date: `$mail->MessageDate = PHPMailer::rfcDate();`,
  "ehlo-name": `$mail->Helo = "app.example.com";`,
  "header-text": `$mail->CharSet = PHPMailer::CHARSET_UTF8;
$mail->Subject = "Grüße"; // not encoded by you`,
  "inline-image": `$mail->addStringEmbeddedImage($data, "logo@example.com", "logo.png");
$mail->isHTML();
$mail->Body = '<img src="cid:logo@example.com" alt="Logo">';
$mail->AltBody = $text;`,
  "list-unsubscribe": `$mail->addCustomHeader("List-Unsubscribe", "<https://example.com/unsubscribe/1>");
$mail->addCustomHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");`,
  login: `$mail->SMTPAuth = true;
$mail->Username = $user;
$mail->Password = $password;`,
  "message-id": `$mail->MessageID = "<" . bin2hex(random_bytes(16)) . "@example.com>";`,
  recipients: `$mail->addAddress("ann@example.com");
$mail->addBCC("hidden@example.com"); // not addCustomHeader("Bcc", …)`,
  "reply-to": `$mail->addReplyTo("help@example.com");`,
  starttls: `$mail->SMTPSecure = PHPMailer::ENCRYPTION_STARTTLS;`,
  "text-encoding": `$mail->Encoding = PHPMailer::ENCODING_QUOTED_PRINTABLE;`,
  "tls-mode": `// PHPMailer::ENCRYPTION_SMTPS is for a port that uses TLS from the first byte, such as 465.
$mail->SMTPSecure = "";`,
  "trust-certificate": `$mail->SMTPSecure = PHPMailer::ENCRYPTION_STARTTLS;
$mail->SMTPOptions = ["ssl" => ["cafile" => "mailglass.pem"]];`,
};
