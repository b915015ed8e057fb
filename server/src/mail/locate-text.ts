import { isTransferEncoded, mapQuotedPrintable } from "./decode-transfer.ts";
import { type Entity, locateInMessage } from "./mime-entity.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/** A range; `end` is the offset after the last. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Converts a range of a decoded text, in UTF-16 code units, to the bytes of the source. */
export type LocateText = (range: Range) => Range;

/**
 * Creates the conversion for the text of an entity, as `decodedText` returned it. Where the text does not correspond to the source
 * byte by byte (rare charsets, broken base64, enclosed messages that are encoded as a whole), every range is the whole body.
 */
export function createTextLocator(parsed: ParsedMail, entity: Entity, text: string): LocateText {
  const { bodyStart, end } = locateInMessage(entity);
  const body = { start: bodyStart, end };
  if (entity.encodedIn !== null) return () => body;
  const decoded = parsed.decodedBytes(entity);
  const toDecoded = mapText(text, decoded);
  const toSource = toDecoded && mapDecoded(parsed.bodyBytes(entity), decoded, entity.encoding);
  if (toDecoded === undefined || toSource === undefined) return () => body;
  return (range) => {
    const source = toSource({ start: toDecoded(range.start), end: toDecoded(range.end) });
    return { start: bodyStart + source.start, end: Math.min(end, bodyStart + source.end) };
  };
}

/** Length of the pieces whose offsets are computed once, in UTF-16 code units. */
const PIECE_LENGTH = 64;

/** Returns a conversion from offsets in the text to those in its bytes; undefined if there is no simple one. */
function mapText(text: string, bytes: Buffer): ((offset: number) => number) | undefined {
  // ASCII, or the same characters as ISO-8859-1. The text may be only the beginning.
  if (bytes.toString("latin1", 0, text.length) === text) return (offset) => offset;
  // Another charset of one byte per character.
  if (text.length === bytes.length) return (offset) => offset;
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const starts = [mark];
  for (let at = 0; at < text.length; at += PIECE_LENGTH) {
    starts.push((starts.at(-1) ?? 0) + utf8Length(text, at, Math.min(text.length, at + PIECE_LENGTH)));
  }
  if ((starts.at(-1) ?? 0) !== bytes.length) return undefined;
  return (offset) => {
    const piece = Math.floor(offset / PIECE_LENGTH);
    return (starts[piece] ?? 0) + utf8Length(text, piece * PIECE_LENGTH, offset);
  };
}

/** Returns the length of a part of a text in UTF-8, in bytes. The two halves of a surrogate pair count 4 and 0 bytes. */
function utf8Length(text: string, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (unit < 0xd800 || unit > 0xdfff) length += 3;
    else if (unit < 0xdc00) length += 4;
  }
  return length;
}

/** Returns a conversion from ranges of the decoded bytes to those of the body as sent; undefined if there is no simple one. */
function mapDecoded(body: Buffer, decoded: Buffer, encoding: string): ((range: Range) => Range) | undefined {
  if (!isTransferEncoded(encoding) || body === decoded) return (range) => range;
  if (encoding === "quoted-printable") {
    const offsets = mapQuotedPrintable(body);
    return ({ start, end }) => {
      const last = offsets[end - 1];
      const from = offsets[start] ?? body.length;
      if (end <= start || last === undefined) return { start: from, end: from };
      const isEncoded = /^=[0-9A-F]{2}$/i.test(body.toString("latin1", last, last + 3));
      return { start: from, end: last + (isEncoded ? 3 : 1) };
    };
  }
  return encoding === "base64" ? mapBase64(body, decoded) : undefined;
}

/** Each group of four characters has three bytes, so a byte is somewhere in two characters. */
function mapBase64(body: Buffer, decoded: Buffer): ((range: Range) => Range) | undefined {
  const offsets = new Uint32Array(body.length);
  let count = 0;
  for (const [at, byte] of body.entries()) {
    if (isBase64Character(byte)) offsets[count++] = at;
  }
  if (Math.floor((count * 3) / 4) !== decoded.length) return undefined;
  return ({ start, end }) => {
    const last = offsets[Math.ceil((end * 4) / 3) - 1] ?? body.length - 1;
    return { start: offsets[Math.floor((start * 4) / 3)] ?? body.length, end: last + 1 };
  };
}

function isBase64Character(byte: number): boolean {
  const isLetter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
  return isLetter || (byte >= 48 && byte <= 57) || byte === 43 || byte === 47;
}
