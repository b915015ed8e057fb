import { findField } from "./header-fields.ts";
import type { Entity } from "./mime-entity.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/*
 * The time to read a mail depends more on its content than on its size. These estimates take a few microseconds for an
 * ordinary mail. They count the most expensive characters; each limit corresponds to about 5 ms.
 */

/** The relative cost of the characters that structure a header field. An encoded word has two equals signs. */
const HEADER_WEIGHTS = createWeights({ ",": 1, ";": 1, ":": 1, "@": 1, "<": 1, "(": 1, '"': 1, "=": 2, "\n": 2 });
const MAX_HEADER_WEIGHT = 3_000;

/** Tags and attributes. */
const HTML_WEIGHTS = createWeights({ "<": 2, "=": 1 });
const MAX_HTML_WEIGHT = 12_000;

/** Line ends: each line is checked. */
const LINE_WEIGHTS = createWeights({ "\r": 1, "\n": 1 });
const MAX_LINE_WEIGHT = 40_000;

/** Base64 texts in one body, each with its own padding. */
const MAX_PADDINGS = 200;
/** Bytes of quoted-printable. */
const MAX_QUOTED_PRINTABLE_BYTES = 256 * 1024;

/** Whether the header fields of a mail, and of its parts, are cheap to read. */
export function hasCheapHeader({ raw, tree }: ParsedMail): boolean {
  let left = MAX_HEADER_WEIGHT;
  return tree.entities.every(({ start, bodyStart }) => {
    left -= weigh(raw.subarray(start, bodyStart), HEADER_WEIGHTS, left);
    return left >= 0;
  });
}

/** Whether this header block is cheap to read. */
export function hasCheapFields(block: Buffer): boolean {
  return weigh(block, HEADER_WEIGHTS, MAX_HEADER_WEIGHT) <= MAX_HEADER_WEIGHT;
}

/** Whether the bodies of a mail, as far as they are read, are cheap to decode. */
export function hasCheapEncodings(parsed: ParsedMail): boolean {
  let paddings = 0;
  let quotedPrintableBytes = 0;
  return listLeaves(parsed).every((entity) => {
    const body = parsed.bodyBytes(entity);
    if (entity.encoding === "base64") paddings += countPaddings(body, MAX_PADDINGS - paddings);
    if (entity.encoding === "quoted-printable") quotedPrintableBytes += body.length;
    return paddings <= MAX_PADDINGS && quotedPrintableBytes <= MAX_QUOTED_PRINTABLE_BYTES;
  });
}

/** Whether a mail has no DKIM signature, or a body of at most `limit` bytes, which is then hashed. */
export function hasCheapSignatures({ raw, header }: ParsedMail, limit: number): boolean {
  return raw.length - header.bodyStart <= limit || findField(header, "dkim-signature") === undefined;
}

/** Whether all texts of a mail are cheap to read. Call it for a mail with cheap encodings only: it decodes its texts. */
export function hasCheapText(parsed: ParsedMail): boolean {
  let html = MAX_HTML_WEIGHT;
  const isCheap = listLeaves(parsed).every((entity) => {
    const { value } = entity.contentType;
    if (value === "text/html") html -= weigh(parsed.decodedBytes(entity), HTML_WEIGHTS, html);
    return html >= 0;
  });
  return isCheap && weigh(parsed.raw, LINE_WEIGHTS, MAX_LINE_WEIGHT) <= MAX_LINE_WEIGHT;
}

const listLeaves = ({ tree }: ParsedMail): Entity[] => tree.entities.filter(({ children }) => children.length === 0);

/** Returns the number of equals signs; counting stops above `limit`. */
function countPaddings(body: Buffer, limit: number): number {
  let count = 0;
  for (let at = body.indexOf("="); at >= 0 && count <= limit; at = body.indexOf("=", at + 1)) count++;
  return count;
}

/** Returns the sum of the weights of all bytes; summing stops soon after `limit` is exceeded. */
function weigh(bytes: Uint8Array, weights: Uint8Array, limit: number): number {
  let sum = 0;
  for (let at = 0; at < bytes.length && sum <= limit; at++) sum += weights[bytes[at] ?? 0] ?? 0;
  return sum;
}

function createWeights(weights: Readonly<Record<string, number>>): Uint8Array {
  const table = new Uint8Array(256);
  for (const [character, weight] of Object.entries(weights)) table[character.charCodeAt(0)] = weight;
  return table;
}
