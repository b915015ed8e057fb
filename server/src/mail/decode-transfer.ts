/** Bytes of a body with its Content-Transfer-Encoding (RFC 2045 §6) undone; what is wrong in it is passed over. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case "base64":
      return decodeBase64(body);
    case "quoted-printable":
      return decodeQuotedPrintable(body);
    default:
      return body;
  }
}

/** QUIRK: some writers join several base64 texts, each with its own padding; a decoder that stops at = loses the rest. */
function decodeBase64(body: Buffer): Buffer {
  const text = body.toString("latin1");
  const padding = text.indexOf("=");
  if (padding < 0 || !/=\s*[^=\s]/.test(text.slice(padding))) return Buffer.from(text, "base64");
  return Buffer.concat(Array.from(text.matchAll(/[^=]+/g), ([piece]) => Buffer.from(piece, "base64")));
}

/** Bytes of the text of a Q encoded word (RFC 2047 §4.2). */
export function decodeQEncoding(text: string): Buffer {
  return decodeQuotedPrintable(Buffer.from(text.replace(/_/g, " "), "latin1"));
}

const EQUALS = 61;
const LF = 10;
const CR = 13;

function decodeQuotedPrintable(body: Buffer): Buffer {
  if (!body.includes(EQUALS)) return body;
  const decoded = Buffer.allocUnsafe(body.length);
  let length = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
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

/** Offset after a soft line break's blanks and line end (RFC 2045 §6.7 rule 5); 0 where there is none. */
function findSoftBreakEnd(body: Buffer, from: number): number {
  let at = from;
  while (body[at] === 32 || body[at] === 9) at++;
  if (at >= body.length) return at;
  if (body[at] === LF) return at + 1;
  return body[at] === CR && body[at + 1] === LF ? at + 2 : 0;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
