import type { Snippets } from "../remedies.ts";

export const SYMFONY_SNIPPETS: Snippets = {
  address: `$email->from(new Address("john@example.com", "Doe, John"));`,
  alternative: `$email->text($text)->html($html);`,
  attachment: `$email->attach($data, "Übersicht.pdf", "application/pdf");`,
  "build-message": `// Not RawMessage: Email writes the header, the line ends and the encodings.
$mailer->send((new Email())->from($sender)->to($recipient)->subject($subject)->text($text));`,
  charset: `$email->text($text, "utf-8");`,
  date: `$email->date(new DateTimeImmutable());`,
  "ehlo-name": `MAILER_DSN="smtp://localhost:1025?local_domain=app.example.com"`,
  "header-text": `$email->subject("Grüße"); // not encoded by you`,
  "inline-image": `$email->html('<img src="cid:logo" alt="Logo">');
$email->embed($data, "logo", "image/png");`,
  "list-unsubscribe": `$email->getHeaders()->addTextHeader("List-Unsubscribe", "<https://example.com/unsubscribe/1>");
$email->getHeaders()->addTextHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");`,
  login: `MAILER_DSN="smtp://user:password@localhost:1025"`,
  "message-id": `$email->getHeaders()->addIdHeader("Message-ID", bin2hex(random_bytes(16)) . "@example.com");`,
  recipients: `$email->to("ann@example.com")->bcc("hidden@example.com"); // not addTextHeader("Bcc", …)`,
  "reply-to": `$email->replyTo("help@example.com");`,
  "text-encoding": `$email->setBody(new TextPart($text, "utf-8", "plain", "quoted-printable"));`,
  "tls-mode": `# smtps:// is for a port that uses TLS from the first byte, such as 465.
MAILER_DSN="smtp://localhost:1025"`,
  "trust-certificate": `# In development only:
MAILER_DSN="smtp://localhost:1025?verify_peer=0"`,
};
