import type { BodyPart } from "./classify-parts.ts";
import { getLibmime } from "./libmime.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type ParsedMail, parseMail } from "./parsed-mail.ts";

/** Bytes of text that are decoded, of all parts of one type together. `encodeFullText` has all of it. */
export const MAX_BODY_TEXT_BYTES = 16 * 1024 * 1024;

/** The text parts, decoded, one below the other; null where there are none. */
export const readBodyText: (mail: Mail) => string | null = cacheView((mail) => {
  const parsed = parseMail(mail);
  return joinBodyParts(parsed, parsed.content.text);
});

/** The HTML parts, decoded and not sanitised, one below the other; null where there are none. */
export const readBodyHtml: (mail: Mail) => string | null = cacheView((mail) => {
  const parsed = parseMail(mail);
  return joinBodyParts(parsed, parsed.content.html);
});

/**
 * The body as a mail program displays it: text and HTML parts one below the other, of alternatives the best one. Null for a message
 * without HTML, whose text needs no other view.
 */
export function readDisplayedBody(mail: Mail): { readonly isHtml: boolean; readonly text: string }[] | null {
  const parsed = parseMail(mail);
  if (parsed.content.html.length === 0) return null;
  return readBodyParts(parsed, parsed.content.displayed).map(({ part, text }) => ({
    isHtml: part.kind === "html",
    text,
  }));
}

function joinBodyParts(parsed: ParsedMail, parts: readonly BodyPart[]): string | null {
  const texts = readBodyParts(parsed, parts).map(({ text }) => text);
  return texts.length === 0 ? null : texts.join("\n");
}

/** The pieces of a body as text, together of at most 16 MiB. Lines of format=flowed are joined. */
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

/** format=flowed (RFC 3676): lines that end in a blank continue on the next line. Only text/plain has it. */
function decodeFlowed(text: string, { kind, entity }: BodyPart): string {
  const { parameters } = entity.contentType;
  if (kind !== "text" || parameters.get("format")?.toLowerCase() !== "flowed") return text;
  return getLibmime().decodeFlowed(text, parameters.get("delsp")?.toLowerCase() === "yes");
}
