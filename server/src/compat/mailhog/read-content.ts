import { CR, LF } from "../../mail/ascii.ts";
import { Utf8Text } from "../utf8-text.ts";
import type { Content, Headers, MimeBody } from "./api-types.ts";
import { type FieldBudget, findHeaderValue, readMailHogHeader } from "./read-header.ts";

/*
 * Reads a source the way MailHog does: split at the boundary as plain text. The text before the first delimiter, and the
 * two dashes that close a multipart, count as parts too, so that `MIME.Parts[n]` has the numbers that clients know.
 *
 * QUIRK: unlike MailHog, this accepts header fields without a space after the colon, mail with bare LF, and any spelling
 * of Content-Type. MailHog shows such mail without headers, which is of no use to a client.
 *
 * The JSON contains the body of a multipart once more for each enclosing multipart, so a crafted mail could grow twenty
 * times. Multiparts are therefore split only while the bodies of all parts together have at most MAX_BODY_COPIES times the
 * size of the source, or MAX_SMALL_BYTES; deeper ones stay a body. Nothing is copied: bodies and values are ranges of the
 * source.
 */

/** Maximum size of the bodies of all parts together, as a multiple of the source … */
const MAX_BODY_COPIES = 3;
/** … or in bytes, whichever is more: nested multiparts of ordinary size are read as deeply as by MailHog. */
const MAX_SMALL_BYTES = 1024 * 1024;
/** Maximum nesting of multiparts; a deeper one is treated as a body. */
const MAX_DEPTH = 20;
/** Maximum number of parts in one multipart; the rest belongs to the last one. */
const MAX_PARTS = 2_000;
/** Maximum number of parts in a message. */
const MAX_ALL_PARTS = 10_000;
/** Maximum number of header fields in a message, including those of its parts. */
const MAX_FIELDS = 10_000;
/** Maximum bytes of a boundary; RFC 2046 §5.1.1 allows 70. */
const MAX_BOUNDARY_BYTES = 200;
/** Bytes that are searched without a pause. */
const WINDOW_BYTES = 64 * 1024;

/** Remaining limits for a message. */
interface ReadBudget extends FieldBudget {
  parts: number;
  /** Bytes in bodies of parts. */
  bytes: number;
}

/** Reads a message. Yields every few hundred microseconds, so that the caller may pause. */
export function readContent(source: Buffer): Generator<string, Content> {
  const bytes = Math.max(MAX_SMALL_BYTES, MAX_BODY_COPIES * source.length);
  return readEntity(source, 0, { fields: MAX_FIELDS, parts: MAX_ALL_PARTS, bytes });
}

/** Removes the line end before the final dot, which belongs to SMTP. */
export function trimLastLineEnd(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== LF) return bytes;
  return bytes.subarray(0, bytes.at(-2) === CR ? -2 : -1);
}

function* readEntity(source: Buffer, depth: number, budget: ReadBudget): Generator<string, Content> {
  yield "";
  const block = yield* readMailHogHeader(source, budget);
  const rest = block === undefined ? source : source.subarray(block.end);
  const body = trimLastLineEnd(rest);
  const headers = block?.headers ?? {};
  return {
    Headers: headers,
    Body: new Utf8Text(body),
    Size: source.length - (rest.length - body.length),
    MIME: depth < MAX_DEPTH ? yield* readMimeBody(headers, body, depth, budget) : null,
  };
}

function* readMimeBody(
  headers: Headers,
  body: Buffer,
  depth: number,
  budget: ReadBudget,
): Generator<string, MimeBody | null> {
  const type = findHeaderValue(headers, "content-type");
  if (type === undefined || !/^multipart\//i.test(type)) return null;
  if (body.length > budget.bytes || budget.parts <= 0) return null;
  budget.bytes -= body.length;
  const found = /\bboundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type);
  const boundary = Buffer.from(found?.[1] ?? found?.[2] ?? "");
  if (boundary.length === 0 || boundary.length > MAX_BOUNDARY_BYTES) return { Parts: [] };
  const pieces = yield* splitAtDelimiter(body, Buffer.concat([DASHES, boundary]), Math.min(MAX_PARTS, budget.parts));
  budget.parts -= pieces.length;
  const Parts: Content[] = [];
  for (const piece of pieces) Parts.push(yield* readEntity(yield* trimLineEnds(piece), depth + 1, budget));
  return { Parts };
}

/**
 * Splits a body at its delimiters, skipping empty pieces. The text after the first `limit` pieces is one more piece.
 */
function* splitAtDelimiter(body: Buffer, delimiter: Buffer, limit: number): Generator<string, Buffer[]> {
  const pieces: Buffer[] = [];
  let start = 0;
  for (let count = 0; count < limit; count++) {
    const end = yield* findBytes(body, delimiter, start);
    if (end < 0) break;
    if (end > start) pieces.push(body.subarray(start, end));
    start = end + delimiter.length;
  }
  if (start < body.length) pieces.push(body.subarray(start));
  return pieces;
}

function* findBytes(body: Buffer, wanted: Buffer, from: number): Generator<string, number> {
  for (let at = from; at < body.length; at += WINDOW_BYTES) {
    const found = body.subarray(at, at + WINDOW_BYTES + wanted.length - 1).indexOf(wanted);
    if (found >= 0) return at + found;
    yield "";
  }
  return -1;
}

const DASHES = Buffer.from("--");

/** Removes line ends at the start and the end. */
function* trimLineEnds(text: Buffer): Generator<string, Buffer> {
  let start = 0;
  let end = text.length;
  while (start < end && isLineEnd(text[start])) if (++start % WINDOW_BYTES === 0) yield "";
  while (end > start && isLineEnd(text[end - 1])) if (--end % WINDOW_BYTES === 0) yield "";
  return text.subarray(start, end);
}

const isLineEnd = (byte: number | undefined): boolean => byte === LF || byte === CR;
