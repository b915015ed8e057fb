import { type NewMessage, routes } from "@mailglass/shared";
import { parseJsonBody } from "../request/read-request.ts";
import { UnreadableRequestError } from "../request/unreadable-request.ts";

/** A source (RFC 5322), and what else the JSON says of the message. */
export interface ComposedMessage {
  readonly raw: Uint8Array;
  readonly from: string;
  readonly to: readonly string[];
  readonly tags?: readonly string[];
}

/** 10,000 addresses with names in each of its lists. */
const MAX_VALUES = 200_000;

/** UTF-16 code units of text and HTML: encoded they are six times as long, in V8's heap. Attachments lie outside of it. */
const MAX_TEXT_LENGTH = 16 * 1024 * 1024;

/**
 * Composes a message from the JSON of `POST /api/messages`.
 *
 * @throws {UnreadableRequestError} where the JSON does not fit
 */
export async function composeMessage(json: Buffer): Promise<ComposedMessage> {
  const message = parseJsonBody(json, routes.addMessage, { maxValues: MAX_VALUES });
  if ((message.text?.length ?? 0) + (message.html?.length ?? 0) > MAX_TEXT_LENGTH) {
    throw new UnreadableRequestError(
      `Text and HTML have more than ${MAX_TEXT_LENGTH} characters. Send the source as message/rfc822.`,
      { statusCode: 413 },
    );
  }
  return composeMail(message);
}

/** nodemailer builds it; it may neither read files nor fetch addresses that the request names. */
async function composeMail(message: NewMessage): Promise<ComposedMessage> {
  const { from, to, cc, bcc, replyTo, subject, text, html, headers, attachments, tags } = message;
  // Loaded on first use, because loading it takes 40 ms.
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const mail = new MailComposer({
    newline: "windows",
    from,
    ...(to ? { to } : {}),
    ...(cc ? { cc } : {}),
    ...(bcc ? { bcc } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    ...(headers ? { headers } : {}),
    attachments: (attachments ?? []).map(({ filename, contentType, contentId, content }) => ({
      content: Buffer.from(content, "base64"),
      ...(filename === undefined ? {} : { filename }),
      ...(contentType === undefined ? {} : { contentType }),
      ...(contentId === undefined ? {} : { cid: contentId }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { from: sender, to: recipients } = mail.getEnvelope();
  const raw = await mail.build();
  return {
    raw,
    from: sender === false ? "" : sender,
    to: recipients,
    ...(tags === undefined ? {} : { tags }),
  };
}
