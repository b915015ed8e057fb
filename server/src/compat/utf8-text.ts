import { StringDecoder } from "node:string_decoder";

/** Bytes decoded at a time. */
const SLICE_BYTES = 16 * 1024;

/**
 * Text in UTF-8 that stays in bytes until it is written, because a source may be larger than the heap. Invalid bytes
 * become U+FFFD.
 */
export class Utf8Text {
  readonly bytes: Buffer;
  readonly #isFolded: boolean;

  /** @param isFolded line ends are not part of the text (RFC 5322 §2.2.3) */
  constructor(bytes: Buffer, isFolded = false) {
    this.bytes = bytes;
    this.#isFolded = isFolded;
  }

  /** Yields the text in slices of at most about 16,384 characters, never cutting a character. */
  *slices(): Generator<string> {
    if (this.#isFolded) yield* unfoldSlices(decodeSlices(this.bytes));
    else yield* decodeSlices(this.bytes);
  }

  /** Returns the start of the text, which is enough for header fields that are interpreted. */
  firstSlice(): string {
    const text = this.bytes.toString("utf8", 0, SLICE_BYTES);
    return this.#isFolded ? text.replace(/\r?\n/g, "") : text;
  }
}

function* decodeSlices(bytes: Buffer): Generator<string> {
  const decoder = new StringDecoder("utf8");
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield decoder.write(bytes.subarray(at, at + SLICE_BYTES));
  yield decoder.end();
}

function* unfoldSlices(slices: Iterable<string>): Generator<string> {
  let cr = "";
  for (const slice of slices) {
    const text = cr + slice;
    // The LF may be in the next slice.
    cr = text.endsWith("\r") ? "\r" : "";
    yield text.slice(0, text.length - cr.length).replace(/\r?\n/g, "");
  }
  yield cr;
}
