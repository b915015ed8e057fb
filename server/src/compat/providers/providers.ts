import { brevo } from "./brevo.ts";
import { cloudflare } from "./cloudflare.ts";
import { mailersend } from "./mailersend.ts";
import { mailgun } from "./mailgun.ts";
import { mailjet } from "./mailjet.ts";
import { mailtrap } from "./mailtrap.ts";
import { mandrill } from "./mandrill.ts";
import { postmark } from "./postmark.ts";
import type { Provider } from "./provider.ts";
import { resend } from "./resend.ts";
import { sendgrid } from "./sendgrid.ts";
import { ses } from "./ses.ts";
import { sparkpost } from "./sparkpost.ts";

/** All providers. */
export const PROVIDERS: readonly Provider[] = [
  sendgrid,
  resend,
  ses,
  mailgun,
  postmark,
  brevo,
  mailjet,
  mailtrap,
  mailersend,
  sparkpost,
  mandrill,
  cloudflare,
];

/** @throws {Error} if there is none with this name */
export function findProvider(name: string): Provider {
  const provider = PROVIDERS.find((provider) => provider.name === name);
  if (provider === undefined) throw new Error(`There is no provider ${name}`);
  return provider;
}
