import { createByteLocator, type LocateRange } from "./locate-bytes.ts";
import { type Entity, locateInMessage } from "./mime-entity.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/**
 * Creates the conversion for the text of an entity, as `decodedText` returned it: its ranges are in UTF-16 code units. Where the text
 * does not correspond to the decoded bytes (rare charsets), every range is the whole body. Nothing is computed before the first range.
 */
export function createTextLocator(parsed: ParsedMail, entity: Entity, text: string): LocateRange {
  let locate: LocateRange | undefined;
  return (range) => (locate ??= buildLocator(parsed, entity, text))(range);
}

function buildLocator(parsed: ParsedMail, entity: Entity, text: string): LocateRange {
  const toDecoded = mapText(text, parsed.decodedBytes(entity));
  if (toDecoded === undefined) {
    const { bodyStart, end } = locateInMessage(entity);
    return () => ({ start: bodyStart, end });
  }
  const locate = createByteLocator(parsed, entity);
  return ({ start, end }) => locate({ start: toDecoded(start), end: toDecoded(end) });
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
