import { StringDecoder } from "node:string_decoder";

/** Bytes that are decoded at once. */
const SLICE_BYTES = 16 * 1024;

/** Text in UTF-8 that stays bytes until it is written: a source may be larger than the heap. Bytes that are none become U+FFFD. */
export class Utf8Text {
  readonly bytes: Buffer;
  readonly #isFolded: boolean;

  /** @param isFolded line ends are not part of the text (RFC 5322 §2.2.3) */
  constructor(bytes: Buffer, isFolded = false) {
    this.bytes = bytes;
    this.#isFolded = isFolded;
  }

  /** The text in slices of at most 16,384 characters or so, none of which ends within a character. */
  *slices(): Generator<string> {
    if (this.#isFolded) yield* unfoldSlices(decodeSlices(this.bytes));
    else yield* decodeSlices(this.bytes);
  }

  /** The first bytes as text: as much as is read of a header field that decides something. */
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
