import { CR, LF } from "./ascii.ts";

/** Holds what is decoded; nothing reads it. */
const SCRATCH = Buffer.allocUnsafeSlow(48 * 1024);

/** Base64 in lines of one length. */
export interface RegularBase64 {
  /** Number of characters in each line but the last. */
  readonly lineLength: number;
  /** Length of these lines with their CRLF, in bytes. */
  readonly fullLinesBytes: number;
  /** Length of what all lines encode, in bytes. */
  readonly decodedBytes: number;
}

/**
 * Measures a body that is base64 as nearly all programs write it: lines of one length that end with CRLF, and nothing but
 * characters of base64, with padding at the end (RFC 2045 §6.8). Returns undefined for everything else, also for other base64.
 *
 * Node's decoder is ten times as fast as a regular expression. It skips what is not base64, so it decodes fewer bytes then.
 *
 * @param isCut whether only the beginning of the body is given
 */
export function measureRegularBase64(body: Buffer, isCut: boolean): RegularBase64 | undefined {
  const lineBytes = body.indexOf(LF) + 1;
  const characters = lineBytes - 2;
  const bytesPerLine = (characters / 4) * 3;
  if (characters < 4 || characters % 4 !== 0 || bytesPerLine > SCRATCH.length) return undefined;
  // The decoder also accepts the alphabet for URLs (RFC 4648 §5).
  if (body.includes(DASH) || body.includes(UNDERSCORE)) return undefined;
  let end = body.length;
  while (end >= 2 && body[end - 1] === LF && body[end - 2] === CR) end -= 2;
  const lineCount = Math.floor(end / lineBytes);
  for (let line = 1; line <= lineCount; line++)
    if (body[line * lineBytes - 2] !== CR || body[line * lineBytes - 1] !== LF) return undefined;
  const linesPerStep = Math.floor(SCRATCH.length / bytesPerLine);
  for (let line = 0; line < lineCount; line += linesPerStep) {
    const count = Math.min(linesPerStep, lineCount - line);
    const text = body.toString("latin1", line * lineBytes, (line + count) * lineBytes);
    if (SCRATCH.write(text, "base64") !== count * bytesPerLine) return undefined;
  }
  const lastLine = body.toString("latin1", lineCount * lineBytes, end);
  const isRegular = isCut
    ? /^[A-Za-z0-9+/]*\r?$/.test(lastLine)
    : /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==|[A-Za-z0-9+/]=))?$/.test(lastLine);
  if (!isRegular) return undefined;
  const decodedBytes = lineCount * bytesPerLine + Buffer.byteLength(lastLine, "base64");
  return { lineLength: characters, fullLinesBytes: lineCount * lineBytes, decodedBytes };
}

const DASH = 0x2d;
const UNDERSCORE = 0x5f;
