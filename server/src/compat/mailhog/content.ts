import type { Content, MimeBody } from "./shapes.ts";

/**
 * Reads a source the way MailHog does: split at the boundary as plain text. So what precedes the first delimiter and
 * the two dashes that close a multipart count as parts too, and `MIME.Parts[n]` has the numbers that its clients know.
 *
 * QUIRK: unlike MailHog it reads header fields without a blank after the colon, mail with bare LF, and any spelling of
 * Content-Type. MailHog shows such mail without its headers, which no client can want.
 */
export function contentOf(source: string): Content {
  return entity(source, 0);
}

/** Multiparts within multiparts that are read; what is deeper is a body. */
const MAX_DEPTH = 20;
/** Parts of one multipart that are read; the rest counts as the last. */
const MAX_PARTS = 2_000;

function entity(source: string, depth: number): Content {
  const [block, whole] = splitAtBlankLine(source);
  // The line end before the final dot belongs to SMTP, as MailHog has it.
  const body = whole.replace(/\r?\n$/, "");
  const headers = block === undefined ? {} : headersOf(block);
  return {
    Headers: headers,
    Body: body,
    Size: Buffer.byteLength(source) - (whole.length - body.length),
    MIME: depth < MAX_DEPTH ? mimeBody(headers, body, depth) : null,
  };
}

/** Without a blank line there are no headers, and everything is the body. */
function splitAtBlankLine(source: string): [block: string | undefined, body: string] {
  const found = /\r?\n\r?\n/.exec(source);
  if (found === null) return [undefined, source];
  return [source.slice(0, found.index), source.slice(found.index + found[0].length)];
}

function headersOf(block: string): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of block.split(/\r?\n/)) {
    if (last !== undefined && /^[ \t]/.test(line)) {
      last[0] += line;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    last = [line.slice(colon + 1).replace(/^ /, "")];
    headers.set(line.slice(0, colon), last);
  }
  return Object.fromEntries(headers);
}

function mimeBody(headers: Record<string, string[]>, body: string, depth: number): MimeBody | null {
  const type = headerOf(headers, "content-type");
  if (type === undefined || !/^multipart\//i.test(type)) return null;
  const boundary = /\bboundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type);
  const delimiter = boundary?.[1] ?? boundary?.[2];
  if (!delimiter) return { Parts: [] };
  const Parts = splitAt(body, `--${delimiter}`)
    .filter((piece) => piece !== "")
    .map((piece) => entity(trim(piece), depth + 1));
  return { Parts };
}

function splitAt(text: string, delimiter: string): string[] {
  const pieces = text.split(delimiter, MAX_PARTS);
  const read = pieces.reduce((length, piece) => length + piece.length + delimiter.length, 0);
  return read < text.length ? [...pieces, text.slice(read)] : pieces;
}

/** The value of a header field, whatever case its name has. */
export function headerOf(headers: Record<string, string[]>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1][0];
}

/** Without line ends before and after; not by a regular expression, which is quadratic in a body of line ends. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isLineEnd(text.charCodeAt(start))) start++;
  while (end > start && isLineEnd(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isLineEnd = (unit: number) => unit === 10 || unit === 13;
