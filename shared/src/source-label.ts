/** The names of providers by `source`, as the providers spell them. */
const PROVIDER_LABELS: Readonly<Record<string, string>> = {
  sendgrid: "SendGrid",
  resend: "Resend",
  ses: "Amazon SES",
  mailgun: "Mailgun",
  postmark: "Postmark",
  brevo: "Brevo",
  mailjet: "Mailjet",
  mailtrap: "Mailtrap",
  mailersend: "MailerSend",
  sparkpost: "SparkPost",
  mandrill: "Mandrill",
  cloudflare: "Cloudflare",
};

/** The values of `source` of messages that arrived through the API of a provider. */
export const PROVIDER_SOURCES: readonly string[] = Object.keys(PROVIDER_LABELS);

const LABELS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...PROVIDER_LABELS,
    smtp: "SMTP",
    lmtp: "LMTP",
    http: "Mailglass API",
    import: "Import",
  }),
);

/** Returns whether a message with this `source` arrived through the API of a provider. */
export function isProviderSource(source: string): boolean {
  return Object.hasOwn(PROVIDER_LABELS, source);
}

/** Returns the name of a `source` for people, e.g. SendGrid. */
export function formatSource(source: string): string {
  return LABELS.get(source) ?? source;
}
