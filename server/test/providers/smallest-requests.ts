/** The smallest valid request of a route. */
export interface SmallestRequest {
  readonly provider: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | readonly unknown[];
  /** Members that the provider requires, as paths: `to.0.email`. */
  readonly required: readonly string[];
  /** Status of the error, if not 400. */
  readonly status?: number;
  /** The reply says what is wrong with each message, and the request itself succeeds or is refused. */
  readonly isBatch?: boolean;
}

const email = (address: string) => ({ email: address });
const JO = "jo@example.com";
const ZOE = "zoe@example.net";
const DATA = "aGk=";
const SES_SIMPLE = { Subject: { Data: "Hi" }, Body: { Text: { Data: "Hello" } } };
const POSTMARK = { From: JO, To: ZOE, TextBody: "Hello" };
const POSTMARK_FILE = { Name: "a.txt", Content: DATA, ContentType: "text/plain" };
const TEMPLATED = { From: JO, To: ZOE, TemplateId: 7, TemplateModel: {} };
const RESEND = { from: JO, to: ZOE, subject: "Hi", text: "Hello" };
const MAILJET_FILE = { ContentType: "text/plain", Filename: "a.txt", Base64Content: DATA };

export const SMALLEST_REQUESTS: readonly SmallestRequest[] = [
  {
    provider: "sendgrid",
    path: "/v3/mail/send",
    body: {
      personalizations: [{ to: [email(ZOE)] }],
      from: email(JO),
      subject: "Hi",
      content: [{ type: "text/plain", value: "Hello" }],
      attachments: [{ content: DATA, filename: "a.txt" }],
    },
    required: [
      "personalizations",
      "personalizations.0.to",
      "personalizations.0.to.0.email",
      "from",
      "from.email",
      "content",
      "content.0.type",
      "content.0.value",
      "attachments.0.content",
      "attachments.0.filename",
    ],
  },
  {
    provider: "resend",
    path: "/emails",
    body: { ...RESEND, attachments: [{ filename: "a.txt", content: DATA }] },
    required: ["from", "to", "subject", "text", "attachments.0.content"],
    status: 422,
  },
  {
    provider: "ses",
    path: "/v2/email/outbound-emails",
    body: {
      FromEmailAddress: JO,
      Destination: { ToAddresses: [ZOE] },
      EmailTags: [{ Name: "a", Value: "b" }],
      Content: {
        Simple: {
          ...SES_SIMPLE,
          Headers: [{ Name: "X-A", Value: "1" }],
          Attachments: [{ FileName: "a.txt", RawContent: DATA }],
        },
      },
    },
    required: [
      "FromEmailAddress",
      "Destination",
      "Content",
      "EmailTags.0.Name",
      "EmailTags.0.Value",
      "Content.Simple",
      "Content.Simple.Subject",
      "Content.Simple.Subject.Data",
      "Content.Simple.Body",
      "Content.Simple.Body.Text",
      "Content.Simple.Body.Text.Data",
      "Content.Simple.Headers.0.Name",
      "Content.Simple.Headers.0.Value",
      "Content.Simple.Attachments.0.FileName",
      "Content.Simple.Attachments.0.RawContent",
    ],
  },
  {
    provider: "ses",
    path: "/v2/email/outbound-emails",
    body: { Content: { Raw: { Data: Buffer.from(`From: ${JO}\r\nTo: ${ZOE}\r\n\r\nHello`).toString("base64") } } },
    required: ["Content", "Content.Raw", "Content.Raw.Data"],
  },
  {
    provider: "ses",
    path: "/v2/email/outbound-emails",
    body: {
      FromEmailAddress: JO,
      Destination: { ToAddresses: [ZOE] },
      Content: { Template: { TemplateName: "welcome", TemplateData: "{}" } },
    },
    required: ["Content.Template", "Content.Template.TemplateName"],
  },
  {
    provider: "ses",
    path: "/v2/email/outbound-bulk-emails",
    body: {
      FromEmailAddress: JO,
      DefaultContent: { Template: { TemplateName: "welcome", TemplateData: "{}" } },
      BulkEmailEntries: [{ Destination: { ToAddresses: [ZOE] } }],
    },
    required: [
      "FromEmailAddress",
      "DefaultContent",
      "DefaultContent.Template",
      "DefaultContent.Template.TemplateName",
      "BulkEmailEntries",
    ],
  },
  {
    provider: "ses",
    path: "/",
    body: {
      Action: "SendEmail",
      Source: JO,
      "Destination.ToAddresses.member.1": ZOE,
      "Message.Subject.Data": "Hi",
      "Message.Body.Text.Data": "Hello",
    },
    required: ["Source", "Destination.ToAddresses.member.1", "Message.Subject.Data", "Message.Body.Text.Data"],
  },
  {
    provider: "ses",
    path: "/",
    body: {
      Action: "SendTemplatedEmail",
      Source: JO,
      "Destination.ToAddresses.member.1": ZOE,
      Template: "welcome",
      TemplateData: "{}",
    },
    required: ["Template", "TemplateData", "Source", "Destination.ToAddresses.member.1"],
  },
  {
    provider: "mailgun",
    path: "/v3/example.com/messages",
    body: { from: JO, to: ZOE, text: "Hello" },
    required: ["from", "to", "text"],
  },
  {
    provider: "mailgun",
    path: "/v3/example.com/messages.mime",
    body: { to: ZOE, message: `From: ${JO}\r\n\r\nHello` },
    required: ["to", "message"],
  },
  {
    provider: "postmark",
    path: "/email",
    body: { ...POSTMARK, Attachments: [POSTMARK_FILE], Headers: [{ Name: "X-A", Value: "1" }] },
    required: [
      "From",
      "To",
      "TextBody",
      "Attachments.0.Name",
      "Attachments.0.Content",
      "Attachments.0.ContentType",
      "Headers.0.Name",
    ],
    status: 422,
  },
  {
    provider: "postmark",
    path: "/email/withTemplate",
    body: TEMPLATED,
    required: ["From", "To", "TemplateId", "TemplateModel"],
    status: 422,
  },
  {
    provider: "postmark",
    path: "/email/batch",
    body: [POSTMARK],
    required: ["0.From", "0.To", "0.TextBody"],
    isBatch: true,
  },
  {
    provider: "postmark",
    path: "/email/batchWithTemplates",
    body: { Messages: [TEMPLATED] },
    required: ["Messages.0.From", "Messages.0.To", "Messages.0.TemplateId", "Messages.0.TemplateModel"],
    isBatch: true,
  },
  {
    provider: "postmark",
    path: "/email/bulk",
    body: { From: JO, Subject: "Hi", TextBody: "Hello", Messages: [{ To: ZOE }] },
    required: ["From", "TextBody", "Messages", "Messages.0.To"],
    status: 422,
  },
  {
    provider: "brevo",
    path: "/v3/smtp/email",
    body: {
      sender: email(JO),
      to: [email(ZOE)],
      subject: "Hi",
      textContent: "Hello",
      attachment: [{ name: "a.txt", content: DATA }],
    },
    required: [
      "sender",
      "sender.email",
      "to",
      "to.0.email",
      "subject",
      "textContent",
      "attachment.0.name",
      "attachment.0.content",
    ],
  },
  {
    provider: "brevo",
    path: "/v3/smtp/email",
    body: { sender: email(JO), subject: "Hi", textContent: "Hello", messageVersions: [{ to: [email(ZOE)] }] },
    required: ["sender", "subject", "textContent", "messageVersions.0.to"],
  },
  {
    provider: "mailjet",
    path: "/v3.1/send",
    body: {
      Messages: [
        {
          From: { Email: JO },
          To: [{ Email: ZOE }],
          TextPart: "Hello",
          Attachments: [MAILJET_FILE],
          InlinedAttachments: [{ ...MAILJET_FILE, ContentID: "logo" }],
        },
      ],
    },
    required: [
      "Messages",
      "Messages.0.From",
      "Messages.0.From.Email",
      "Messages.0.To",
      "Messages.0.TextPart",
      "Messages.0.Attachments.0.ContentType",
      "Messages.0.Attachments.0.Filename",
      "Messages.0.Attachments.0.Base64Content",
      "Messages.0.InlinedAttachments.0.ContentID",
    ],
  },
  {
    provider: "mailtrap",
    path: "/api/send",
    body: {
      from: email(JO),
      to: [email(ZOE)],
      subject: "Hi",
      text: "Hello",
      attachments: [{ content: DATA, filename: "a.txt" }],
    },
    required: ["from", "from.email", "to", "subject", "text", "attachments.0.content", "attachments.0.filename"],
  },
  {
    provider: "mailersend",
    path: "/v1/email",
    body: {
      from: email(JO),
      to: [email(ZOE)],
      subject: "Hi",
      text: "Hello",
      attachments: [{ content: DATA, filename: "a.txt" }],
    },
    required: [
      "from",
      "from.email",
      "to",
      "to.0.email",
      "subject",
      "text",
      "attachments.0.content",
      "attachments.0.filename",
    ],
    status: 422,
  },
  {
    provider: "sparkpost",
    path: "/api/v1/transmissions",
    body: {
      recipients: [{ address: { email: ZOE } }],
      content: {
        from: { email: JO },
        subject: "Hi",
        text: "Hello",
        attachments: [{ name: "a.txt", type: "text/plain", data: DATA }],
      },
    },
    required: [
      "recipients",
      "recipients.0.address",
      "recipients.0.address.email",
      "content",
      "content.from",
      "content.from.email",
      "content.subject",
      "content.text",
      "content.attachments.0.name",
      "content.attachments.0.type",
      "content.attachments.0.data",
    ],
    status: 422,
  },
  {
    provider: "mandrill",
    path: "/api/1.0/messages/send",
    body: {
      key: "key",
      message: { from_email: JO, to: [email(ZOE)], text: "Hello", attachments: [{ name: "a.txt", content: DATA }] },
    },
    required: ["message", "message.to", "message.to.0.email", "message.from_email", "message.attachments.0.content"],
    status: 500,
  },
  {
    provider: "mandrill",
    path: "/api/1.0/messages/send-template",
    body: { key: "key", template_name: "welcome", template_content: [], message: { to: [email(ZOE)] } },
    required: ["template_name", "template_content", "message"],
    status: 500,
  },
  {
    provider: "mandrill",
    path: "/api/1.0/messages/send-raw",
    body: { key: "key", raw_message: `From: ${JO}\r\nTo: ${ZOE}\r\n\r\nHello` },
    required: ["raw_message"],
    status: 500,
  },
  {
    provider: "cloudflare",
    path: "/client/v4/accounts/1/email/sending/send",
    body: {
      from: JO,
      to: ZOE,
      subject: "Hi",
      text: "Hello",
      attachments: [{ content: DATA, filename: "a.txt", type: "text/plain", disposition: "attachment" }],
    },
    required: ["from", "to", "subject", "text", "attachments.0.content", "attachments.0.filename"],
  },
];
