import { type NewMessage, routes } from "@mailglass/shared";
import { composeSource, MAX_COMPOSED_TEXT_LENGTH, MAX_MESSAGE_VALUES } from "../mail/compose-source.ts";
import { parseJsonBody } from "../request/read-request.ts";
import { UnreadableRequestError } from "../request/unreadable-request.ts";

/** A source (RFC 5322), and what else the JSON says of the message. */
export interface ComposedMessage {
  readonly raw: Uint8Array;
  readonly from: string;
  readonly to: readonly string[];
  readonly tags?: readonly string[];
  /** How it arrived; `http` if it was composed here. */
  readonly source?: string;
}

/**
 * Composes a message from the JSON of `POST /api/messages`.
 *
 * @throws {UnreadableRequestError} where the JSON does not fit
 */
export async function composeMessage(json: Buffer): Promise<ComposedMessage> {
  const message = parseJsonBody(json, routes.addMessage, { maxValues: MAX_MESSAGE_VALUES, allowLoneSurrogates: true });
  if ((message.text?.length ?? 0) + (message.html?.length ?? 0) > MAX_COMPOSED_TEXT_LENGTH) {
    throw new UnreadableRequestError(
      `Text and HTML have more than ${MAX_COMPOSED_TEXT_LENGTH} characters. Send the source as message/rfc822.`,
      { statusCode: 413 },
    );
  }
  return composeMail(message);
}

async function composeMail(message: NewMessage): Promise<ComposedMessage> {
  const { from, to, cc, bcc, replyTo, subject, text, html, headers, attachments, tags } = message;
  const composed = await composeSource({
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
  });
  return { ...composed, ...(tags === undefined ? {} : { tags }) };
}
