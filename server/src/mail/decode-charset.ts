import { isAscii, isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";

/**
 * Text of bytes in a charset. Without a charset, or with one that nobody knows: UTF-8 if the bytes are that, else
 * windows-1252, in which every byte is some letter.
 */
export function decodeCharset(bytes: Uint8Array, charset: string | null): string {
  if (isAscii(bytes) && (charset === null || !NON_ASCII_COMPATIBLE.test(charset)))
    return wrapAsBuffer(bytes).toString("latin1");
  const decoder = charset === null ? undefined : getDecoder(isBigEndian(bytes, charset) ? "utf-16be" : charset);
  if (decoder !== undefined) return decoder.decode(bytes);
  return isUtf8(bytes) ? utf8.decode(bytes) : windows1252.decode(bytes);
}

/** Of UTF-16 the first two bytes say in which order bytes come (RFC 2781 §4.3); the decoder of that name does not look at them. */
function isBigEndian(bytes: Uint8Array, charset: string): boolean {
  return bytes[0] === 0xfe && bytes[1] === 0xff && /^\s*utf-?16\s*$/i.test(charset);
}

/** Whether the charset's name is known. */
export function isKnownCharset(charset: string): boolean {
  return getDecoder(charset) !== undefined;
}

/** Charsets in which ASCII bytes are not ASCII letters. */
const NON_ASCII_COMPATIBLE = /^(?:iso-2022|hz|utf-?16|unicode|ucs-2)/i;

const windows1252 = new TextDecoder("windows-1252");
const utf8 = new TextDecoder();

const decoders = new Map<string, TextDecoder | undefined>();
/** Names come from messages, so their number has to end somewhere. */
const MAX_DECODERS = 200;

function getDecoder(charset: string): TextDecoder | undefined {
  const label = charset.trim().toLowerCase();
  if (decoders.has(label)) return decoders.get(label);
  const decoder = createDecoder(CHARSET_ALIASES.get(label) ?? label);
  if (decoders.size < MAX_DECODERS) decoders.set(label, decoder);
  return decoder;
}

function createDecoder(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

/** Names that mail uses and the Encoding Standard does not have. */
const CHARSET_ALIASES = new Map([
  ["cp1252", "windows-1252"],
  ["utf8mb4", "utf-8"],
  ["ansi_x3.4-1986", "us-ascii"],
  ["cp932", "shift_jis"],
  ["ms932", "shift_jis"],
  ["iso-2022-jp-ms", "iso-2022-jp"],
  ["cp936", "gbk"],
  ["cp949", "euc-kr"],
  ["cp950", "big5"],
]);

function wrapAsBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
