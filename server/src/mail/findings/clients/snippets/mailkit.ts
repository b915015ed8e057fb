import type { Snippets } from "../remedies.ts";

export const MAILKIT_SNIPPETS: Snippets = {
  address: `message.From.Add(new MailboxAddress("Doe, John", "john@example.com"));`,
  alternative: `var builder = new BodyBuilder { TextBody = text, HtmlBody = html };
message.Body = builder.ToMessageBody();`,
  attachment: `var builder = new BodyBuilder { TextBody = text };
builder.Attachments.Add("Übersicht.pdf", data, new ContentType("application", "pdf"));
message.Body = builder.ToMessageBody();`,
  "build-message": `// MimeMessage writes the header, the line ends and the encodings.
message.Subject = subject;
message.Body = new TextPart("plain") { Text = text };
client.Send(message);`,
  calendar: `var invitation = new TextPart("calendar") { Text = ics };
invitation.ContentType.Parameters.Add("method", "REQUEST");
message.Body = new MultipartAlternative { new TextPart("plain") { Text = text }, invitation };`,
  charset: `var body = new TextPart("plain");
body.SetText("utf-8", text);
message.Body = body;`,
  date: `message.Date = DateTimeOffset.Now;`,
  "ehlo-name": `client.LocalDomain = "app.example.com";`,
  "header-text": `message.Subject = "Grüße"; // not encoded by you`,
  "inline-image": `var builder = new BodyBuilder { TextBody = text };
var image = builder.LinkedResources.Add("logo.png", data);
image.ContentId = MimeUtils.GenerateMessageId("example.com");
builder.HtmlBody = $"<img src=\\"cid:{image.ContentId}\\" alt=\\"Logo\\">";
message.Body = builder.ToMessageBody();`,
  "list-unsubscribe": `message.Headers.Add("List-Unsubscribe", "<https://example.com/unsubscribe/1>");
message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");`,
  login: `client.Authenticate(user, password);`,
  "message-id": `message.MessageId = MimeUtils.GenerateMessageId("example.com");`,
  quit: `client.Disconnect(quit: true);`,
  recipients: `message.To.Add(MailboxAddress.Parse("ann@example.com"));
message.Bcc.Add(MailboxAddress.Parse("hidden@example.com"));
client.Send(message); // sends to To, Cc and Bcc, and leaves Bcc out`,
  "reply-to": `message.ReplyTo.Add(MailboxAddress.Parse("help@example.com"));`,
  starttls: `client.Connect(host, port, SecureSocketOptions.StartTls);`,
  "text-encoding": `message.Body = new TextPart("plain") {
    Text = text,
    ContentTransferEncoding = ContentEncoding.QuotedPrintable,
};`,
  "tls-mode": `// SslOnConnect is for a port that uses TLS from the first byte, such as 465.
client.Connect(host, port, SecureSocketOptions.StartTlsWhenAvailable);`,
  "trust-certificate": `// In development only:
client.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => true;`,
};
