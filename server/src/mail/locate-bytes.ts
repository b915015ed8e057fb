import { isTransferEncoded, mapQuotedPrintable } from "./decode-transfer.ts";
import { type Entity, locateInMessage } from "./mime-entity.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/** A range of bytes or UTF-16 code units: `end` is the offset after the last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Converts a range to the bytes of the source. */
export type LocateRange = (range: Range) => Range;

/** Of the offsets of a body, one in so many is kept: the others are computed from it. */
const STEP = 256;

/**
 * Creates the conversion of ranges of an entity's decoded body, in bytes. Where these do not correspond to the source (uuencode, broken
 * base64, enclosed messages that are encoded as a whole), every range is the whole body. Time to create it is linear in the length of
 * the body, time for each range constant.
 */
export function createByteLocator(parsed: ParsedMail, entity: Entity): LocateRange {
  const { bodyStart, end } = locateInMessage(entity);
  const toBody = entity.encodedIn === null ? createBodyLocator(parsed, entity) : undefined;
  if (toBody === undefined) return () => ({ start: bodyStart, end });
  return (range) => {
    const found = toBody(range);
    return { start: bodyStart + found.start, end: Math.min(end, bodyStart + found.end) };
  };
}

/** Returns the conversion to ranges of the body as sent; undefined if there is no simple one. */
function createBodyLocator(parsed: ParsedMail, entity: Entity): LocateRange | undefined {
  const body = parsed.bodyBytes(entity);
  const decoded = parsed.decodedBytes(entity);
  if (!isTransferEncoded(entity.encoding) || body === decoded) return (range) => range;
  if (entity.encoding === "quoted-printable") return createQuotedPrintableLocator(body);
  return entity.encoding === "base64" ? createBase64Locator(body, decoded.length) : undefined;
}

function createQuotedPrintableLocator(body: Buffer): LocateRange {
  const kept = mapQuotedPrintable(body, STEP);
  const offsetOf = (index: number): number | undefined => {
    const piece = Math.floor(index / STEP);
    const start = kept[piece];
    if (start === undefined) return undefined;
    const offset = mapQuotedPrintable(body.subarray(start, kept[piece + 1]), 1)[index % STEP];
    return offset === undefined ? undefined : start + offset;
  };
  return ({ start, end }) => {
    const from = offsetOf(start) ?? body.length;
    const last = end <= start ? undefined : offsetOf(end - 1);
    if (last === undefined) return { start: from, end: from };
    const isEncoded = /^=[0-9A-F]{2}$/i.test(body.toString("latin1", last, last + 3));
    return { start: from, end: last + (isEncoded ? 3 : 1) };
  };
}

/** Each group of four characters has three bytes, so a byte is somewhere in two characters. */
function createBase64Locator(body: Buffer, decodedLength: number): LocateRange | undefined {
  const kept: number[] = [];
  let count = 0;
  for (let at = 0; at < body.length; at++) {
    if (isBase64Character(body[at]) && count++ % STEP === 0) kept.push(at);
  }
  if (Math.floor((count * 3) / 4) !== decodedLength) return undefined;
  const offsetOf = (index: number): number => {
    let left = index % STEP;
    let at = kept[Math.floor(index / STEP)] ?? body.length;
    while (at < body.length && !(isBase64Character(body[at]) && left-- === 0)) at++;
    return at;
  };
  return ({ start, end }) => ({
    start: offsetOf(Math.floor((start * 4) / 3)),
    end: Math.min(body.length, offsetOf(Math.ceil((end * 4) / 3) - 1) + 1),
  });
}

function isBase64Character(byte = 0): boolean {
  const isLetter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
  return isLetter || (byte >= 48 && byte <= 57) || byte === 43 || byte === 47;
}
