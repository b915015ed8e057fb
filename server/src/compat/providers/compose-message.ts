import type { Options } from "nodemailer/lib/mailer";
import { composeSource } from "../../mail/compose-source.ts";
import type { MessageParts, ProviderFile, RawMessage } from "./submission.ts";

/** A source (RFC 5322) with its envelope. */
export interface ComposedMessage {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

/** Composes a message as the provider would. */
export async function composeMessage(message: MessageParts | RawMessage): Promise<ComposedMessage> {
  if (isRawMessage(message)) return message;
  const { raw } = await composeSource(toComposerOptions(message));
  return { raw, from: message.from?.address ?? "", to: listRecipients(message) };
}

/** Returns the recipients of the envelope, each once. */
export function listRecipients(message: MessageParts | RawMessage): readonly string[] {
  if (isRawMessage(message)) return message.to;
  const { to = [], cc = [], bcc = [] } = message;
  return [...new Set([...to, ...cc, ...bcc].map(({ address }) => address))];
}

/** Returns the number of recipients of several messages. */
export const countRecipients = (messages: readonly { readonly message: MessageParts | RawMessage }[]): number =>
  messages.reduce((count, { message }) => count + listRecipients(message).length, 0);

export function isRawMessage(message: MessageParts | RawMessage): message is RawMessage {
  return "raw" in message;
}

function toComposerOptions(message: MessageParts): Options {
  const {
    from,
    to = [],
    cc = [],
    replyTo = [],
    subject,
    text,
    html,
    amp,
    alternatives = [],
    headers = [],
    attachments = [],
  } = message;
  return {
    ...(from === undefined ? {} : { from }),
    // An empty list would replace a field of the same name among `headers`.
    ...(to.length > 0 && { to: [...to] }),
    ...(cc.length > 0 && { cc: [...cc] }),
    ...(replyTo.length > 0 && { replyTo: [...replyTo] }),
    ...(subject === undefined ? {} : { subject: subject.replace(/[\r\n]+/g, " ") }),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    ...(amp === undefined ? {} : { amp }),
    ...(alternatives.length > 0 && {
      alternatives: alternatives.filter(({ contentType }) => MEDIA_TYPE.test(contentType)),
    }),
    ...(message.messageId === undefined ? {} : { messageId: message.messageId }),
    headers: headers.map(([key, value]) => ({ key, value })),
    attachments: attachments.map(toAttachment),
  };
}

function toAttachment({ filename, content, contentType, cid }: ProviderFile) {
  return {
    filename: filename.replace(/\p{Cc}+/gu, " "),
    content,
    // If this is not a media type, it is guessed from the name.
    ...(contentType !== undefined && MEDIA_TYPE.test(contentType) && { contentType }),
    ...(cid !== undefined && cid !== "" && { cid: cid.replace(/[\s<>]+/g, "") }),
    contentDisposition: cid === undefined || cid === "" ? ("attachment" as const) : ("inline" as const),
  };
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+="?[\w.-]+"?)*$/;
