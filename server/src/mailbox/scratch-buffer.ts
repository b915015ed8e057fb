import { type Chunks, copyChunks } from "../mail/chunks.ts";

/** Bytes of the longest message that is joined here. */
const SCRATCH_BYTES = 1024 * 1024;

/** Memory of one ring, in which the pieces of a message are joined while they are read. */
export class ScratchBuffer {
  #bytes: Buffer | undefined;
  #isInUse = false;

  /**
   * Calls `read` with the bytes in one piece, and returns its result. They are overwritten afterwards.
   *
   * @returns undefined where the message is too long, or another one is being read here
   */
  use<Result>(chunks: Chunks, size: number, read: (whole: Buffer) => Result): { readonly result: Result } | undefined {
    if (size > SCRATCH_BYTES || this.#isInUse) return undefined;
    this.#bytes ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES);
    this.#isInUse = true;
    try {
      return { result: read(copyChunks(this.#bytes.subarray(0, size), chunks)) };
    } finally {
      this.#isInUse = false;
    }
  }
}
