import type MailComposer from "nodemailer/lib/mail-composer";
import type { Options } from "nodemailer/lib/mailer";

/** Maximum UTF-16 code units of text and HTML together. Encoded, they take up to six times as much of V8's heap; attachments are outside of it. */
export const MAX_COMPOSED_TEXT_LENGTH = 16 * 1024 * 1024;

/** Maximum number of values in the JSON of a message: 10,000 addresses with names fit into each of its lists. */
export const MAX_MESSAGE_VALUES = 200_000;

/** Maximum size of JSON for a message of this size, in bytes: base64 makes three bytes into four characters. */
export const composeBodyLimit = (messageBytes: number): number => Math.ceil((messageBytes * 4) / 3) + 1024 * 1024;

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
