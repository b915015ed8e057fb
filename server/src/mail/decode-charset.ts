import { isAscii, isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { decode as decodeByIconv } from "iconv-lite";
import { isSevenBitCharset, isWideCharset, resolveCharset } from "./charset-names.ts";
import { decodeShiftedText } from "./decode-shifted-text.ts";
import { decodeUtf7 } from "./decode-utf-7.ts";
import { findHtmlCharset } from "./find-html-charset.ts";

/**
 * Decodes bytes that are labelled with a charset (null: no label). A label that cannot be right is ignored: an unknown name, or
 * a 7-bit charset for bytes above 127. Without a usable label, the text is UTF-8 if the bytes are valid UTF-8, ISO-2022 if they
 * have its escape sequences, and otherwise windows-1252, which accepts every byte.
 *
 * @param bytes may end within a character; if they are decoded as UTF-8, the incomplete character is dropped
 */
export function decodeCharset(bytes: Uint8Array, label: string | null): string {
  const charset = findUsableCharset(bytes, label);
  return charset === undefined ? decodeUnlabelled(bytes) : decodeAs(bytes, charset);
}

/** Like `decodeCharset`, for HTML, which may name its own charset if the label does not (HTML §13.2.3.2). */
export function decodeHtmlCharset(bytes: Uint8Array, label: string | null): string {
  const charset = findUsableCharset(bytes, label);
  if (charset !== undefined || isAscii(bytes)) return decodeCharset(bytes, label);
  return decodeCharset(bytes, findHtmlCharset(bytes));
}

/** Whether the charset's name is known. */
export function isKnownCharset(label: string): boolean {
  return resolveCharset(label) !== undefined;
}

/** Whether bytes are valid in the charset of this label; false if the charset is unknown. */
export function isValidIn(bytes: Uint8Array, label: string): boolean {
  const charset = findUsableCharset(bytes, label);
  return charset !== undefined && !decodeAs(bytes, charset).includes("\ufffd");
}

/** Returns `bytes` without an incomplete UTF-8 character at the end. */
export function trimPartialCharacter<Bytes extends Uint8Array>(bytes: Bytes): Bytes | Uint8Array {
  let end = bytes.length;
  while (end > bytes.length - 4 && end > 0 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  const lead = bytes[end - 1] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return end - 1 + length > bytes.length ? bytes.subarray(0, end - 1) : bytes;
}

/** Returns which escape sequences of ISO 2022 occur in 7-bit bytes: those of RFC 1468, or of RFC 1557. */
export function detectIso2022(bytes: Uint8Array): "iso-2022-jp" | "iso-2022-kr" | undefined {
  if (!bytes.includes(ESCAPE)) return undefined;
  const text = wrapAsBuffer(bytes).toString("latin1");
  // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
  if (/\x1b(?:\$[@B]|\$\(D|\(I)/.test(text)) return "iso-2022-jp";
  // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
  return /\x1b\$\)C/.test(text) ? "iso-2022-kr" : undefined;
}

const ESCAPE = 0x1b;

/** Returns the charset's name; undefined if the label is missing or cannot be right. */
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
    case "utf-7":
      return decodeUtf7(bytes);
    default: {
      if (isAscii(bytes) && isAsciiCompatible(charset)) return wrapAsBuffer(bytes).toString("latin1");
      const decoder = getDecoder(charset);
      if (decoder !== undefined) return decoder.decode(bytes);
      return decodeByIconv(wrapAsBuffer(bytes), FOR_ICONV.get(charset) ?? charset);
    }
  }
}

function isAsciiCompatible(charset: string): boolean {
  return !isWideCharset(charset) && !/^(?:iso-?2022|iso646|utf-7)/.test(charset);
}

/** Whether bytes begin with a byte order mark and continue as UTF-16, so that windows-1252 is not mistaken for it. */
function startsWithUtf16Mark(bytes: Uint8Array): boolean {
  const isMarked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isMarked && bytes.includes(0);
}

/** iconv-lite's names for charsets that Node decodes incompletely: it lacks syllables of UHC and characters of Hong Kong. */
const FOR_ICONV = new Map([
  ["euc-kr", "cp949"],
  ["big5", "big5-hkscs"],
]);

const utf8 = new TextDecoder();
const decoders = new Map<string, TextDecoder | undefined>();

/** Returns Node's decoder, created once per charset; undefined if iconv-lite has to be used. */
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

/** The characters of windows-1252 that replace the control characters of ISO-8859-1 (0x80 to 0x9f). */
const WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** Decodes windows-1252. Hand-written, because Node 22's TextDecoder reads windows-1252 as ISO-8859-1. */
function decodeWindows1252(bytes: Uint8Array): string {
  const text = wrapAsBuffer(bytes).toString("latin1");
  return text.replace(/[\x80-\x9f]/g, (letter) => WINDOWS_1252[letter.charCodeAt(0) - 0x80] ?? letter);
}

function wrapAsBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
