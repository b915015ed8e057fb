import { CR, LF, SPACE } from "./ascii.ts";
import { decodeBase64 } from "./decode-base64.ts";
import { decodeUuencode } from "./decode-uuencode.ts";
import { type DecodedBody, NO_FOOTER } from "./decoded-body.ts";
import { isBlank, skipBlanks } from "./header-line.ts";

/**
 * Decodes a Content-Transfer-Encoding (RFC 2045 §6) and ignores errors in it. uuencode is older than MIME; mail programs still
 * read it under several names.
 *
 * @param encoding in lower case
 * @param isText whether the body is read as text. Text that is labelled base64 but is not base64 is returned unchanged.
 */
export function decodeTransfer(body: Buffer, encoding: string, { isText }: { readonly isText: boolean }): DecodedBody {
  switch (encoding) {
    case "base64":
      return decodeBase64(body, { isText });
    case "quoted-printable":
      return { bytes: decodeQuotedPrintable(body), footer: NO_FOOTER };
    case "x-uuencode":
    case "uuencode":
    case "x-uue":
    case "uue":
      return decodeUuencode(body);
    default:
      return { bytes: body, footer: NO_FOOTER };
  }
}

/** Whether `decodeTransfer` changes bodies of this encoding. */
export function isTransferEncoded(encoding: string): boolean {
  return encoding === "base64" || encoding === "quoted-printable" || isUuencode(encoding);
}

export function isUuencode(encoding: string): boolean {
  return /^(?:x-)?uu(?:e|encode)$/.test(encoding);
}

/** Decodes the text of a Q encoded word (RFC 2047 §4.2) to bytes. */
export function decodeQEncoding(text: string): Buffer {
  return decodeQuotedPrintable(Buffer.from(text.replace(/_/g, " "), "latin1"));
}

const EQUALS = 61;

/** Returns for each byte of a decoded quoted-printable body, or for one byte in `step`, its offset in the body as sent. */
export function mapQuotedPrintable(body: Buffer, step: number): number[] {
  const offsets: number[] = [];
  const { length } = decodeQuotedPrintable(body, offsets, step);
  return offsets.slice(0, Math.ceil(length / step));
}

/** @param offsets receives for one decoded byte in `step` its offset in `body` */
function decodeQuotedPrintable(body: Buffer, offsets?: number[], step = 1): Buffer {
  if (offsets === undefined && !body.includes(EQUALS) && !hasTrailingBlank(body)) return body;
  const decoded = Buffer.allocUnsafe(body.length);
  let length = 0;
  let blanksEnd = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (offsets !== undefined && length % step === 0) offsets[length / step] = at;
    // Nearly every blank has a letter after it.
    if (isBlank(byte) && at >= blanksEnd && (body[at + 1] ?? 0) <= SPACE) {
      blanksEnd = skipBlanks(body, at, body.length);
      // Blanks at the end of a line were added on the way (RFC 2045 §6.7 rule 3).
      if (isLineEnd(body, blanksEnd)) {
        at = blanksEnd - 1;
        continue;
      }
    }
    if (byte !== EQUALS) {
      decoded[length++] = byte;
      continue;
    }
    const high = hexDigit(body[at + 1]);
    const low = hexDigit(body[at + 2]);
    if (high >= 0 && low >= 0) {
      decoded[length++] = high * 16 + low;
      at += 2;
      continue;
    }
    const softBreak = findSoftBreakEnd(body, at + 1);
    if (softBreak > 0) at = softBreak - 1;
    else decoded[length++] = byte;
  }
  return decoded.subarray(0, length);
}

/** Returns the offset after a soft line break's blanks and line end (RFC 2045 §6.7 rule 5); 0 if there is none. */
function findSoftBreakEnd(body: Buffer, from: number): number {
  let at = skipBlanks(body, from, body.length);
  if (at >= body.length) return at;
  while (body[at] === CR) at++;
  return body[at] === LF ? at + 1 : 0;
}

/** Whether a line ends at this offset, with LF, CR LF or CR CR LF. */
function isLineEnd(body: Buffer, from: number): boolean {
  let at = from;
  while (body[at] === CR && at < from + 2) at++;
  return body[at] === LF;
}

function hasTrailingBlank(body: Buffer): boolean {
  return [" \r", " \n", "\t\r", "\t\n"].some((end) => body.includes(end));
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
