import { CR, LF } from "../ascii.ts";
import { type Entity, isBodyEncoded, locateInMessage } from "../mime-entity.ts";
import type { ByteRange } from "./finding-list.ts";

/**
 * Converts ranges of an entity's decoded body to ranges of the message. Ranges are in order and do not overlap. Where the
 * encoding cannot be followed, the range is the whole body. Time is linear in the length of the body.
 */
export function locateDecoded(entity: Entity, body: Buffer, ranges: readonly ByteRange[]): ByteRange[] {
  const whole = locateInMessage(entity);
  if (entity.encodedIn !== null) return ranges.map(() => whole);
  const toSource = createCursor(isBodyEncoded(entity) ? entity.encoding : "7bit", body);
  if (toSource === undefined) return ranges.map(() => ({ start: whole.bodyStart, end: whole.end }));
  return ranges.map(({ start, end }) => ({
    start: entity.bodyStart + toSource(start),
    end: entity.bodyStart + toSource(end),
  }));
}

/** Returns a function that converts increasing offsets; undefined for an encoding that it cannot follow. */
function createCursor(encoding: string, body: Buffer): ((decoded: number) => number) | undefined {
  switch (encoding) {
    case "base64":
      return createBase64Cursor(body);
    case "quoted-printable":
      return createQuotedPrintableCursor(body);
    case "7bit":
    case "8bit":
    case "binary":
      return (offset) => offset;
    default:
      return undefined;
  }
}

/** Four characters are three bytes; other bytes between them are ignored. */
function createBase64Cursor(body: Buffer): (decoded: number) => number {
  let at = 0;
  let characters = 0;
  return function toSource(decoded) {
    const wanted = Math.floor((decoded * 4) / 3);
    while (at < body.length && (characters < wanted || !isBase64Byte(body[at]))) {
      if (isBase64Byte(body[at])) characters++;
      at++;
    }
    return at;
  };
}

function isBase64Byte(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z0-9+/]/.test(String.fromCharCode(byte));
}

const EQUALS = 61;

/** `=XX` is one byte, a soft line break none. */
function createQuotedPrintableCursor(body: Buffer): (decoded: number) => number {
  let at = 0;
  let count = 0;
  return function toSource(decoded) {
    for (; at < body.length; count++) {
      at = skipSoftBreaks(body, at);
      if (count >= decoded) break;
      at += body[at] === EQUALS && /^[\da-f]{2}$/i.test(body.toString("latin1", at + 1, at + 3)) ? 3 : 1;
    }
    return at;
  };
}

function skipSoftBreaks(body: Buffer, from: number): number {
  let start = from;
  while (body[start] === EQUALS) {
    let at = start + 1;
    while (body[at] === 32 || body[at] === 9) at++;
    while (body[at] === CR) at++;
    if (body[at] !== LF) break;
    start = at + 1;
  }
  return start;
}
