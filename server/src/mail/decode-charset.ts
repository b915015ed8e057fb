import { isAscii, isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { decode as decodeByIconv } from "iconv-lite";
import { isSevenBitCharset, resolveCharset } from "./charset-names.ts";
import { decodeShiftedText } from "./decode-shifted-text.ts";
import { findHtmlCharset } from "./find-html-charset.ts";

/**
 * Text of bytes that are labelled with a charset (null: with none). A label that cannot be right is passed over: one that
 * nobody knows, or one of a 7-bit charset on bytes above 127. Without a label it is UTF-8 if the bytes are that, ISO-2022 if
 * they have its escape sequences, else windows-1252, in which every byte is some letter.
 *
 * @param bytes may end within a character, of which nothing is returned then where the text is taken for UTF-8
 */
export function decodeCharset(bytes: Uint8Array, label: string | null): string {
  const charset = findUsableCharset(bytes, label);
  return charset === undefined ? decodeUnlabelled(bytes) : decodeAs(bytes, charset);
}

/** The same of HTML, which may name its charset itself where the label does not (HTML §13.2.3.2). */
export function decodeHtmlCharset(bytes: Uint8Array, label: string | null): string {
  const charset = findUsableCharset(bytes, label);
  if (charset !== undefined || isAscii(bytes)) return decodeCharset(bytes, label);
  return decodeCharset(bytes, findHtmlCharset(bytes));
}

/** Whether the charset's name is known. */
export function isKnownCharset(label: string): boolean {
  return resolveCharset(label) !== undefined;
}

/** Whether bytes are in the charset of this label, as far as can be seen; false where nobody knows it. */
export function isValidIn(bytes: Uint8Array, label: string): boolean {
  const charset = findUsableCharset(bytes, label);
  return charset !== undefined && !decodeAs(bytes, charset).includes("\ufffd");
}

/** The beginning of `bytes` without the first bytes of a UTF-8 character whose end is missing. */
export function trimPartialCharacter<Bytes extends Uint8Array>(bytes: Bytes): Bytes | Uint8Array {
  let end = bytes.length;
  while (end > bytes.length - 4 && end > 0 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  const lead = bytes[end - 1] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return end - 1 + length > bytes.length ? bytes.subarray(0, end - 1) : bytes;
}

/** Which escape sequences of ISO 2022 are in 7-bit bytes: those of RFC 1468, or of RFC 1557. */
export function detectIso2022(bytes: Uint8Array): "iso-2022-jp" | "iso-2022-kr" | undefined {
  if (!bytes.includes(ESCAPE)) return undefined;
  const text = wrapAsBuffer(bytes).toString("latin1");
  // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
  if (/\x1b(?:\$[@B]|\$\(D|\(I)/.test(text)) return "iso-2022-jp";
  // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
  return /\x1b\$\)C/.test(text) ? "iso-2022-kr" : undefined;
}

const ESCAPE = 0x1b;

/** The charset's name; undefined where the label is missing or cannot be right. */
function findUsableCharset(bytes: Uint8Array, label: string | null): string | undefined {
  const charset = label === null ? undefined : resolveCharset(label)?.name;
  if (charset === undefined || charset === "us-ascii") return undefined;
  if (isSevenBitCharset(charset) && !isAscii(bytes) && !bytes.includes(ESCAPE)) return undefined;
  return charset;
}

function decodeUnlabelled(bytes: Uint8Array): string {
  if (isAscii(bytes)) {
    const charset = detectIso2022(bytes);
    return charset === undefined ? wrapAsBuffer(bytes).toString("latin1") : decodeAs(bytes, charset);
  }
  if (startsWithUtf16Mark(bytes)) return decodeAs(bytes, "utf-16");
  const whole = trimPartialCharacter(bytes);
  if (!isAscii(whole) && isUtf8(whole)) return utf8.decode(whole);
  return decodeAs(bytes, detectIso2022(bytes) ?? "windows-1252");
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  switch (charset) {
    case "utf-8":
      return utf8.decode(bytes);
    case "windows-1252":
      return decodeWindows1252(bytes);
    case "iso-2022-kr":
    case "iso-2022-cn":
    case "hz-gb-2312":
      return decodeShiftedText(bytes, charset);
    default: {
      if (isAscii(bytes) && isAsciiCompatible(charset)) return wrapAsBuffer(bytes).toString("latin1");
      const decoder = getDecoder(charset);
      if (decoder !== undefined) return decoder.decode(bytes);
      return decodeByIconv(wrapAsBuffer(bytes), FOR_ICONV.get(charset) ?? charset);
    }
  }
}

function isAsciiCompatible(charset: string): boolean {
  return !/^(?:iso-?2022|iso646|utf-?16|utf-?32|utf-7|ucs)/.test(charset);
}

/** A byte order mark, and behind it something of the same width, so that no text in windows-1252 is taken for UTF-16. */
function startsWithUtf16Mark(bytes: Uint8Array): boolean {
  const isMarked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isMarked && bytes.includes(0);
}

/** Names under which iconv-lite has what Node's decoders lack: the syllables of UHC, and the characters of Hong Kong. */
const FOR_ICONV = new Map([
  ["euc-kr", "cp949"],
  ["big5", "big5-hkscs"],
]);

const utf8 = new TextDecoder();
const decoders = new Map<string, TextDecoder | undefined>();

/** Node's decoder; undefined where iconv-lite is to be used. There are as many as charsets. */
function getDecoder(charset: string): TextDecoder | undefined {
  if (FOR_ICONV.has(charset) || charset === "utf-16") return undefined;
  if (decoders.has(charset)) return decoders.get(charset);
  let decoder: TextDecoder | undefined;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    decoder = undefined;
  }
  decoders.set(charset, decoder);
  return decoder;
}

/** What windows-1252 has in place of the control characters of ISO-8859-1. */
const WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** By hand, since TextDecoder of Node 22 reads windows-1252 as ISO-8859-1. */
function decodeWindows1252(bytes: Uint8Array): string {
  const text = wrapAsBuffer(bytes).toString("latin1");
  return text.replace(/[\x80-\x9f]/g, (letter) => WINDOWS_1252[letter.charCodeAt(0) - 0x80] ?? letter);
}

function wrapAsBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
