import { decodeCharset } from "./decode-charset.ts";
import { getLibmime } from "./libmime.ts";

/** Unfolded (RFC 5322 §2.2.3): line ends that a blank follows go, the blank stays. CR CR LF is one line end. */
export function unfoldField(text: string): string {
  return text.includes("\n") ? text.replace(/\r{0,2}\n(?=[ \t])/g, "") : text;
}

/** Text of a header field's bytes, unfolded, with its encoded words as they are: UTF-8, or else windows-1252. */
export function decodeFieldBytes(bytes: Uint8Array): string {
  return unfoldField(decodeCharset(bytes, null)).trim();
}

/** Encoded words (RFC 2047) made into text; what cannot be decoded stays as it is. */
export function decodeEncodedWords(text: string): string {
  if (!text.includes("=?")) return text;
  try {
    return getLibmime().decodeWords(text);
  } catch {
    return text;
  }
}

/** On one line, without control characters. */
export function toOneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}

/** With one space for every run of blanks. */
export function collapseSpaces(text: string): string {
  // Not \s+: most blanks are single spaces already.
  return text.replace(/\s{2,}|[^\S ]/g, " ").trim();
}
