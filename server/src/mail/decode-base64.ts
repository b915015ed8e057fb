import { type DecodedBody, NO_FOOTER } from "./decoded-body.ts";

/** Number of base64 characters after which data counts as base64 without being decoded. */
const CERTAIN_LENGTH = 60;
/** Number of characters, and of decoded bytes, examined to tell base64 from text. */
const SAMPLE_LENGTH = 8 * 1024;

/**
 * Decodes base64 (RFC 2045 §6.8). `=` ends the data, and characters outside the alphabet are ignored. Lines of text after the
 * data are its footer.
 *
 * @param isText whether a body that is not base64 at all is returned unchanged
 */
export function decodeBase64(body: Buffer, { isText }: { readonly isText: boolean }): DecodedBody {
  const text = body.toString("latin1");
  const odd = text.search(/[^A-Za-z0-9+/\r\n]/);
  const isClean = odd < 0 || !/[^=\s]/.test(text.slice(odd));
  if (isClean && (text.length >= CERTAIN_LENGTH || !isText))
    return { bytes: Buffer.from(text, "base64"), footer: NO_FOOTER };
  const end = findDataEnd(text);
  const data = text.slice(0, end);
  const bytes = decodePieces(data);
  const footer = /\S/.test(text.slice(end)) ? body.subarray(end) : NO_FOOTER;
  if (isText && !isBase64(data, bytes, footer.length > 0)) return { bytes: body, footer: NO_FOOTER };
  return { bytes, footer };
}

/** QUIRK: some programs concatenate several base64 texts, each with its own padding. */
function decodePieces(data: string): Buffer {
  const pieces = data.split(/=+/).map((piece) => Buffer.from(piece.replace(/[^A-Za-z0-9+/]+/g, ""), "base64"));
  return pieces.length === 1 ? (pieces[0] ?? NO_FOOTER) : Buffer.concat(pieces);
}

/** Returns the offset after the base64 at the beginning of a text and its line end. */
function findDataEnd(text: string): number {
  const padding = text.indexOf("=");
  const limit = padding < 0 ? text.length : padding + (/^[=\s]*/.exec(text.slice(padding))?.[0].length ?? 0);
  const prose = findProse(text, padding < 0 ? text.length : padding);
  if (prose >= 0) return prose;
  return isMoreBase64(text.slice(limit)) ? text.length : limit;
}

/** Whether more base64 follows the padding. Short lines without their own padding may be words. */
function isMoreBase64(text: string): boolean {
  if (/[^A-Za-z0-9+/=\s]|\S[ \t]+\S/.test(text)) return false;
  return text.includes("=") || text.length >= CERTAIN_LENGTH;
}

const BASE64_LINE = /^[A-Za-z0-9+/]+$/;

/**
 * Returns the offset of the first line before `stop` after which all lines are text: after at least one line of base64, at the end
 * of a group of four, with no long line of base64 after it. -1 if there is none.
 */
function findProse(text: string, stop: number): number {
  let found = -1;
  let characters = 0;
  let offset = 0;
  for (const line of text.slice(0, stop).split("\n")) {
    const trimmed = line.trim();
    if (BASE64_LINE.test(trimmed)) {
      characters += trimmed.length;
      if (trimmed.length >= CERTAIN_LENGTH) found = -1;
    } else if (found < 0 && characters > 0 && characters % 4 === 0 && /\S[ \t]+\S|^[_=-]{2,}$/.test(trimmed)) {
      found = offset;
    }
    offset += line.length + 1;
  }
  return found;
}

/** Whether data is base64, rather than text with a wrong label. */
function isBase64(data: string, decoded: Buffer, hasFooter: boolean): boolean {
  const sample = data.slice(0, SAMPLE_LENGTH);
  const letters = sample.match(/[A-Za-z0-9+/]/g)?.length ?? 0;
  const strays = sample.match(/[^A-Za-z0-9+/=\s]|\S[ \t]+(?=\S)/g)?.length ?? 0;
  // A footer begins on a new line.
  const isPadded = sample.includes("=") && (!hasFooter || data.endsWith("\n"));
  if (strays === 0 && (letters >= CERTAIN_LENGTH || isPadded)) return true;
  if (strays === 0 && letters % 4 !== 1 && !hasFooter) return true;
  if (strays * 40 < letters && letters >= CERTAIN_LENGTH) return true;
  return isReadable(decoded.subarray(0, SAMPLE_LENGTH));
}

/** Whether bytes are UTF-8 text without unusual control characters. The last character may be incomplete. */
export function isReadable(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    // oxlint-disable-next-line no-control-regex -- it searches for control characters
    return text !== "" && !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/.test(text);
  } catch {
    return false;
  }
}
