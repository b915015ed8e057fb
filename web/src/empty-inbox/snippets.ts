/** How to configure a program to send mail here. `body` is generated for the host and port of this server. */
export interface Snippet {
  readonly name: string;
  /** The file or place for the snippet. */
  readonly where: string;
  readonly body: (host: string, port: number) => string;
}

export const SNIPPETS: readonly Snippet[] = [
  {
    name: "Node.js",
    where: "nodemailer",
    body: (host, port) => `import nodemailer from "nodemailer";

const transport = nodemailer.createTransport({ host: "${host}", port: ${port} });
await transport.sendMail({
  from: "app@example.com",
  to: "jo@example.com",
  subject: "Hello",
  text: "It works.",
});`,
  },
  {
    name: "Python",
    where: "smtplib",
    body: (host, port) => `import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["From"] = "app@example.com"
message["To"] = "jo@example.com"
message["Subject"] = "Hello"
message.set_content("It works.")

with smtplib.SMTP("${host}", ${port}) as server:
    server.send_message(message)`,
  },
  {
    name: "Django",
    where: "settings.py",
    body: (host, port) => `EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "${host}"
EMAIL_PORT = ${port}
EMAIL_USE_TLS = False`,
  },
  {
    name: "Laravel",
    where: ".env",
    body: (host, port) => `MAIL_MAILER=smtp
MAIL_HOST=${host}
MAIL_PORT=${port}
MAIL_USERNAME=null
MAIL_PASSWORD=null`,
  },
  {
    name: "PHP",
    where: "PHPMailer",
    body: (host, port) => `$mail = new PHPMailer\\PHPMailer\\PHPMailer(true);
$mail->isSMTP();
$mail->Host = "${host}";
$mail->Port = ${port};
$mail->SMTPAutoTLS = false;
$mail->setFrom("app@example.com");
$mail->addAddress("jo@example.com");
$mail->Subject = "Hello";
$mail->Body = "It works.";
$mail->send();`,
  },
  {
    name: "Rails",
    where: "config/environments/development.rb",
    body: (host, port) => `config.action_mailer.delivery_method = :smtp
config.action_mailer.smtp_settings = { address: "${host}", port: ${port} }`,
  },
  {
    name: "Spring",
    where: "application.properties",
    body: (host, port) => `spring.mail.host=${host}
spring.mail.port=${port}`,
  },
  {
    name: "Go",
    where: "net/smtp",
    body: (host, port) => `message := []byte("From: app@example.com\\r\\n" +
	"To: jo@example.com\\r\\n" +
	"Subject: Hello\\r\\n\\r\\nIt works.\\r\\n")
err := smtp.SendMail("${host}:${port}", nil, "app@example.com",
	[]string{"jo@example.com"}, message)`,
  },
  {
    name: "curl",
    where: "a shell",
    body: (
      host,
      port,
    ) => `printf 'From: app@example.com\\r\\nTo: jo@example.com\\r\\nSubject: Hello\\r\\n\\r\\nIt works.\\r\\n' |
  curl smtp://${host}:${port} --mail-from app@example.com \\
    --mail-rcpt jo@example.com --upload-file -`,
  },
];
