/** Header fields with the credential of each provider. Mandrill's is a member of the body. */
export const CREDENTIALS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sendgrid: { authorization: "Bearer SG.test" },
  resend: { authorization: "Bearer re_test" },
  ses: { authorization: "AWS4-HMAC-SHA256 Credential=AKIATEST/20261127/eu-west-1/ses/aws4_request, Signature=0" },
  mailgun: { authorization: `Basic ${btoa("api:key")}` },
  postmark: { "x-postmark-server-token": "token" },
  brevo: { "api-key": "xkeysib" },
  mailjet: { authorization: `Basic ${btoa("key:secret")}` },
  mailtrap: { authorization: "Bearer token" },
  mailersend: { authorization: "Bearer mlsn" },
  sparkpost: { authorization: "key" },
  mandrill: {},
  cloudflare: { authorization: "Bearer token" },
};
