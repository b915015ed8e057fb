import type MailComposer from "nodemailer/lib/mail-composer";
import type { Options } from "nodemailer/lib/mailer";

/**
 * Composes a message with nodemailer, which is loaded on first use. Files and URLs that the message names are not read.
 *
 * @param keepBcc leaves the Bcc field in the source
 * @returns its source (RFC 5322) with CRLF line ends, and the addresses of its envelope
 */
export async function composeSource(
  message: Options,
  { keepBcc = false } = {},
): Promise<{ readonly raw: Buffer; readonly from: string; readonly to: readonly string[] }> {
  const { default: Composer } = await import("nodemailer/lib/mail-composer");
  const composer: MailComposer = new Composer({
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
    ...message,
  });
  const mail = composer.compile();
  mail.keepBcc = keepBcc;
  const { from, to } = mail.getEnvelope();
  return { raw: await mail.build(), from: from === false ? "" : from, to };
}
