import { MAX_BODY_TEXT_BYTES, readBodyHtml, readBodyText } from "./body-text.ts";
import type { Mail } from "./mail.ts";
import { parseMail } from "./parsed-mail.ts";

/**
 * Returns all text of one type in UTF-8, in chunks; null if there is none. If it is longer than other views read, lines of
 * format=flowed (RFC 3676) are not joined.
 */
export function encodeFullText(mail: Mail, type: "text/plain" | "text/html"): Uint8Array[] | null {
  const parsed = parseMail(mail);
  const parts = type === "text/plain" ? parsed.content.text : parsed.content.html;
  const bytes = parts.reduce((sum, { entity }) => sum + parsed.decodedBytes(entity).length, 0);
  if (bytes <= MAX_BODY_TEXT_BYTES) {
    const text = type === "text/plain" ? readBodyText(mail) : readBodyHtml(mail);
    return text === null ? null : [new TextEncoder().encode(text)];
  }
  return parts.map((part, index) =>
    new TextEncoder().encode(`${index > 0 ? "\n" : ""}${parsed.bodyPartText(part, Number.POSITIVE_INFINITY)}`),
  );
}
