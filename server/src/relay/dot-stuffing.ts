import type { RawChunks } from "../mailbox/mailbox.ts";

const CR = 13;
const LF = 10;
const DOT = 46;

/** Bytes that are scanned at a time. */
const PIECE_BYTES = 16 * 1024;

/** Yields a source as DATA transfers it (RFC 5321 §4.5.2): a dot before each dot that begins a line, and the final dot. */
export function* formatDotStuffed(source: RawChunks): Generator<Buffer> {
  let beforeLast = CR;
  let last = LF;
  for (const chunk of source) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      const stuffed = Buffer.alloc(2 * piece.length);
      let length = 0;
      for (const byte of piece) {
        if (byte === DOT && last === LF && beforeLast === CR) stuffed[length++] = DOT;
        stuffed[length++] = byte;
        beforeLast = last;
        last = byte;
      }
      yield stuffed.subarray(0, length);
    }
  }
  yield Buffer.from(beforeLast === CR && last === LF ? ".\r\n" : "\r\n.\r\n");
}
