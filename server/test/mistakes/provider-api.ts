import type { Mistake, ProviderCall } from "./mistake.ts";

const SENDGRID = {
  from: { email: "shop@example.com" },
  personalizations: [{ to: [{ email: "ann@example.org" }] }],
  subject: "Your order",
  content: [{ type: "text/plain", value: "Thank you for your order." }],
};

const RESEND = {
  from: "shop@example.com",
  to: "ann@example.org",
  subject: "Your order",
  text: "Thank you for your order.",
};

/** A request to SendGrid, with other members. */
function sendgrid(members: object): ProviderCall {
  return { path: "/v3/mail/send", headers: { authorization: "Bearer SG.test" }, body: { ...SENDGRID, ...members } };
}

/** A request to Resend, with other members. */
function resend(members: object): ProviderCall {
  return { path: "/emails", headers: { authorization: "Bearer re_test" }, body: { ...RESEND, ...members } };
}

function ses(content: object, members: object = {}): ProviderCall {
  return {
    path: "/v2/email/outbound-emails",
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=AKIATEST/20261127/eu-west-1/ses/aws4_request" },
    body: {
      FromEmailAddress: "shop@example.com",
      Destination: { ToAddresses: ["ann@example.org"] },
      Content: content,
      ...members,
    },
  };
}

/** Requests to the HTTP APIs of providers. */
export const PROVIDER_API_MISTAKES: readonly Mistake[] = [
  {
    code: "provider-unknown-field",
    title: "The library leaves contentId as it is; SendGrid's API has content_id",
    request: sendgrid({
      attachments: [
        { content: "aGVsbG8=", filename: "logo.png", type: "image/png", disposition: "inline", contentId: "logo" },
      ],
    }),
  },
  {
    code: "provider-unknown-field",
    title: "Reply-To is written as replyto",
    request: resend({ replyto: "help@example.com" }),
  },
  {
    code: "provider-no-recipient",
    title: "The list of recipients is empty",
    request: {
      path: "/api/1.0/messages/send",
      headers: {},
      body: {
        key: "test",
        message: { from_email: "shop@example.com", to: [], subject: "Your order", text: "Thank you." },
      },
    },
  },
  {
    code: "provider-too-many-recipients",
    title: "60 recipients in one request to Resend",
    request: resend({ to: Array.from({ length: 60 }, (_, index) => `user${index}@example.org`) }),
  },
  {
    code: "provider-too-large",
    title: "An attachment of 11 MB through Postmark",
    request: {
      path: "/email",
      headers: { "x-postmark-server-token": "test" },
      body: {
        From: "shop@example.com",
        To: "ann@example.org",
        Subject: "Your order",
        TextBody: "Thank you for your order.",
        Attachments: [
          { Name: "video.bin", ContentType: "application/octet-stream", Content: "AAAA".repeat(2_800_000) },
        ],
      },
    },
  },
  {
    code: "provider-no-subject",
    title: "Neither the request nor the personalization has a subject",
    request: sendgrid({ subject: undefined }),
  },
  { code: "provider-no-subject", title: "The subject is empty", request: sendgrid({ subject: "" }) },
  {
    code: "provider-schedule-unreadable",
    title: "The time is in words",
    request: resend({ scheduled_at: "next monday morning" }),
  },
  {
    code: "provider-raw-without-from",
    title: "The program composed the source without From",
    request: ses({
      Raw: { Data: Buffer.from("To: ann@example.org\r\nSubject: Your order\r\n\r\nThanks\r\n").toString("base64") },
    }),
  },
  {
    code: "provider-sandbox",
    title: "Sandbox mode was left on",
    request: sendgrid({ mail_settings: { sandbox_mode: { enable: true } } }),
  },
  {
    code: "provider-remote-file",
    title: "The attachment is named by its URL",
    request: resend({ attachments: [{ path: "https://files.example.com/invoice.pdf", filename: "invoice.pdf" }] }),
  },
  {
    code: "provider-template-invalid",
    title: "A block of the template is not closed",
    request: ses({
      Template: { TemplateContent: { Subject: "Order", Text: "{{#if paid}}Thank you" }, TemplateData: '{"paid":true}' },
    }),
  },
  {
    code: "provider-variable-missing",
    title: "A variable is spelt otherwise than in the template",
    request: ses({
      Template: {
        TemplateContent: { Subject: "Order", Text: "For {{firstName}}" },
        TemplateData: '{"firstname":"Ann"}',
      },
    }),
  },
  {
    code: "provider-template-unknown",
    title: "The template exists only at the provider",
    request: sendgrid({ template_id: "d-1234", content: undefined }),
  },
];
