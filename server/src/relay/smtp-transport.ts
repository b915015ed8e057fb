import type { Transporter } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import type SMTPTransport from "nodemailer/lib/smtp-transport";

type SmtpOptions = SMTPTransport.Options | SMTPPool.Options;

/**
 * Creates a client for an SMTP server. Nodemailer is loaded on first use, because that takes 40 ms.
 *
 * Files and URLs that a message names are not read, unless `options` allow it.
 */
export async function createSmtpTransport(options: SmtpOptions): Promise<Transporter> {
  const { default: nodemailer } = await import("nodemailer");
  const limits = { disableFileAccess: true, disableUrlAccess: true };
  return "pool" in options
    ? nodemailer.createTransport({ ...limits, ...options })
    : nodemailer.createTransport({ ...limits, ...options });
}

/** The same for a mail catcher, whose certificate may be self-signed. */
export function createCatcherTransport(options: SmtpOptions): Promise<Transporter> {
  return createSmtpTransport({ tls: { rejectUnauthorized: false }, ...options });
}
