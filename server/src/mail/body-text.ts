import type { BodyPart } from "./classify-parts.ts";
import { getLibmime } from "./libmime.ts";
import { type LimitedHtml, limitHtml, MAX_HTML_LENGTH } from "./limit-html.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type ParsedMail, parseMail } from "./parsed-mail.ts";

/** Limit for the decoded text of all parts of one type together, in bytes. `encodeFullText` has no such limit. */
export const MAX_BODY_TEXT_BYTES = 16 * 1024 * 1024;

/** Returns the text parts, decoded and joined in order; null if there are none. */
export const readBodyText: (mail: Mail) => string | null = cacheView((mail) => {
  const parsed = parseMail(mail);
  return joinBodyParts(parsed, parsed.content.text);
});

/** Returns the HTML parts, decoded, not sanitised, joined in order; null if there are none. */
export const readBodyHtml: (mail: Mail) => string | null = cacheView((mail) => {
  const parsed = parseMail(mail);
  return joinBodyParts(parsed, parsed.content.html);
});

/**
 * Returns the body as a mail program displays it: text and HTML parts in order, and the best one of each set of alternatives. Null
 * for a message without HTML: `readBodyText` is enough for it.
 */
export function readDisplayedBody(mail: Mail): { readonly isHtml: boolean; readonly text: string }[] | null {
  const parsed = parseMail(mail);
  if (parsed.content.html.length === 0) return null;
  return readBodyParts(parsed, parsed.content.displayed).map(({ part, text }) => ({
    isHtml: part.kind === "html",
    text,
  }));
}

/** A part of the displayed body, cut to the length that is parsed. */
export interface LimitedBodyPart extends LimitedHtml {
  readonly isHtml: boolean;
}

/** Like `readDisplayedBody`, with at most MAX_HTML_LENGTH of all parts together. In `html`, a text part is plain text. */
export function readLimitedBody(mail: Mail): LimitedBodyPart[] | null {
  let left = MAX_HTML_LENGTH;
  const parts = readDisplayedBody(mail);
  if (parts === null) return null;
  return parts.map(({ isHtml, text }) => {
    const limited = limitHtml(text, left);
    left -= limited.html.length;
    return { isHtml, ...limited };
  });
}

function joinBodyParts(parsed: ParsedMail, parts: readonly BodyPart[]): string | null {
  const texts = readBodyParts(parsed, parts).map(({ text }) => text);
  return texts.length === 0 ? null : texts.join("\n");
}

/** Returns the parts of a body as text, at most 16 MiB in total. Lines of format=flowed are joined. */
function readBodyParts(
  parsed: ParsedMail,
  parts: readonly BodyPart[],
): { readonly part: BodyPart; readonly text: string }[] {
  let left = MAX_BODY_TEXT_BYTES;
  return parts.map((part) => {
    const text = decodeFlowed(parsed.bodyPartText(part, left), part);
    left -= Math.min(left, parsed.decodedBytes(part.entity).length);
    return { part, text };
  });
}

/** Joins lines of format=flowed (RFC 3676): a line that ends in a blank continues on the next. Only text/plain has it. */
function decodeFlowed(text: string, { kind, entity }: BodyPart): string {
  const { parameters } = entity.contentType;
  if (kind !== "text" || parameters.get("format")?.toLowerCase() !== "flowed") return text;
  return getLibmime().decodeFlowed(text, parameters.get("delsp")?.toLowerCase() === "yes");
}
