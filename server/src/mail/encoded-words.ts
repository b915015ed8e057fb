import { isAscii, isUtf8 } from "node:buffer";
import { decodeCharset, isValidIn } from "./decode-charset.ts";
import { decodeQEncoding } from "./decode-transfer.ts";

/** Unfolds a field (RFC 5322 §2.2.3): removes line ends before a blank, and keeps the blank. CR CR LF is one line end. */
export function unfoldField(text: string): string {
  return text.includes("\n") ? text.replace(/\r*\n(?=[ \t])/g, "") : text;
}

/**
 * Decodes a header field's bytes to text, unfolded. Encoded words are not decoded.
 *
 * @param findCharset returns the charset of bytes that are not UTF-8, such as that of the body. If it is null, or the bytes
 * are not valid in it, they are decoded as windows-1252.
 */
export function decodeFieldBytes(bytes: Uint8Array, findCharset: () => string | null = () => null): string {
  if (isAscii(bytes)) return unfoldField(decodeCharset(bytes, null)).trim();
  const escaped = escapeRawBytesInWords(bytes);
  const charset = isUtf8(escaped) ? null : findCharset();
  const isUsable = charset !== null && isValidIn(escaped, charset);
  return unfoldField(decodeCharset(escaped, isUsable ? charset : null)).trim();
}

/**
 * Decodes the encoded words (RFC 2047) in a text and leaves invalid ones unchanged. Time is linear in the length of `text`.
 *
 * Each word is decoded separately (§5, §6.2). QUIRK: many programs split a character, or a group of base64, between two words.
 * Such a word is joined with the next one if that has the same charset and encoding.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes("=?")) return text;
  const words = findEncodedWords(text);
  let decoded = "";
  let end = 0;
  for (let index = 0; index < words.length; ) {
    const word = words[index];
    if (word === undefined) break;
    // Blanks between two words are dropped (§6.2).
    const gap = text.slice(end, word.start);
    decoded += index > 0 && gap.trim() === "" ? "" : gap;
    const run = takeRun(text, words, index);
    decoded += decodeRun(run);
    index += run.length;
    end = run.at(-1)?.end ?? word.end;
  }
  return decoded + text.slice(end);
}

/** Puts a text on one line and removes control characters. */
export function toOneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it searches for control characters
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}

/** Replaces every run of blanks by one space. */
export function collapseSpaces(text: string): string {
  // Not \s+: most blanks are single spaces already.
  return text.replace(/\s{2,}|[^\S ]/g, " ").trim();
}

/** `=?charset*language?encoding?text?=` (RFC 2047 §2, RFC 2231 §5) within a text. */
export interface EncodedWord {
  readonly charset: string;
  readonly encoding: "B" | "Q";
  readonly text: string;
  /** Offset of its first character. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
}

const WORD_START = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([BbQq])\?/y;

/** Finds the encoded words of a text, in order. An unencoded question mark within a word is accepted. */
export function findEncodedWords(text: string): EncodedWord[] {
  const words: EncodedWord[] = [];
  let close = -1;
  for (let start = text.indexOf("=?"); start >= 0; start = text.indexOf("=?", start)) {
    WORD_START.lastIndex = start;
    const match = WORD_START.exec(text);
    if (match === null) {
      start += 2;
      continue;
    }
    const [head, charset = "", encoding = ""] = match;
    const from = start + head.length;
    if (close < from) close = text.indexOf("?=", from);
    if (close < 0) break;
    const inner = text.slice(from, close);
    // An unclosed word does not extend into the next one.
    const next = inner.search(/=\?[^?\s]{1,60}\?[BbQq]\?/);
    if (next >= 0) {
      start = from + next;
      continue;
    }
    const end = close + 2;
    words.push({ charset, encoding: /b/i.test(encoding) ? "B" : "Q", text: inner, start, end });
    start = end;
  }
  return words;
}

/** Decodes the text of a word to bytes. */
export function decodeWordBytes({ encoding, text }: Pick<EncodedWord, "encoding" | "text">): Buffer {
  // Blanks in a word are forbidden, and common in Q words.
  return encoding === "Q" ? decodeQEncoding(text.replace(/=\s+(?=[\da-f])/gi, "=")) : Buffer.from(text, "base64");
}

/** Maximum number of words that are joined, so that the time is linear. */
const MAX_JOINED_WORDS = 32;

/** Returns the words from `index` on that must be decoded together: one, unless it ends within a character. */
function takeRun(text: string, words: readonly EncodedWord[], index: number): readonly EncodedWord[] {
  let end = index + 1;
  for (; end < Math.min(words.length, index + MAX_JOINED_WORDS); end++) {
    const run = words.slice(index, end);
    const [previous, next] = [words[end - 1], words[end]];
    if (previous === undefined || next === undefined) break;
    const isAdjacent = text.slice(previous.end, next.start).trim() === "";
    const isSame = next.encoding === previous.encoding && next.charset.toLowerCase() === previous.charset.toLowerCase();
    if (!isAdjacent || !isSame || !isCutShort(run)) break;
  }
  return words.slice(index, end);
}

/** Whether the words end within a character, within a group of base64, or outside ASCII mode (RFC 1468). */
function isCutShort(run: readonly EncodedWord[]): boolean {
  const bytes = joinBytes(run);
  const last = run.at(-1);
  if (last === undefined) return false;
  if (last.encoding === "B" && hasStrayBits(run)) return true;
  if (/^iso-?2022/i.test(last.charset)) {
    const shift = bytes.lastIndexOf(0x1b);
    return shift >= 0 && bytes[shift + 1] !== 0x28;
  }
  return decodeCharset(bytes, last.charset).endsWith("\ufffd");
}

/** Whether base64 without padding ends within a byte that continues in the next word. */
function hasStrayBits(run: readonly EncodedWord[]): boolean {
  const text = run.map((word) => word.text).join("");
  if (text.endsWith("=") || text.length % 4 === 0) return false;
  return Buffer.from(text, "base64").toString("base64").replace(/=+$/, "") !== text;
}

/** Decodes words together, or separately if that gives fewer errors: the first one may simply be broken. */
function decodeRun(run: readonly EncodedWord[]): string {
  const joined = decodeCharset(joinBytes(run), run[0]?.charset ?? null);
  if (run.length === 1) return joined;
  const alone = run.map((word) => decodeCharset(decodeWordBytes(word), word.charset)).join("");
  const errors = countErrors(alone);
  return errors > 0 && countErrors(joined) >= errors ? alone : joined;
}

function countErrors(text: string): number {
  return text.split("\ufffd").length - 1;
}

function joinBytes(run: readonly EncodedWord[]): Buffer {
  const [first] = run;
  if (first === undefined || run.length === 1) return first ? decodeWordBytes(first) : Buffer.alloc(0);
  if (first.encoding === "Q") return Buffer.concat(run.map(decodeWordBytes));
  // Complete groups of base64 are decoded separately: each may have its own padding.
  const pieces: Buffer[] = [];
  let group = "";
  for (const { text } of run) {
    group += text;
    if (text.endsWith("=") || group.length % 4 === 0) {
      pieces.push(Buffer.from(group, "base64"));
      group = "";
    }
  }
  return Buffer.concat([...pieces, Buffer.from(group, "base64")]);
}

const RAW_WORD = /=\?[^?\s]{1,121}\?[Qq]\?[^?]*\?=/g;

/** QUIRK: some programs leave bytes above 127 in encoded words. These bytes are in the charset of the word. */
function escapeRawBytesInWords(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  if (!text.includes("=?")) return bytes;
  const escaped = text.replace(RAW_WORD, (word) =>
    word.replace(/[\x80-\xff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`),
  );
  return Buffer.from(escaped, "latin1");
}
