import { type Chunks, copyChunks } from "../mail/chunks.ts";

/** Size of the largest message that can be joined here, in bytes. */
const SCRATCH_BYTES = 1024 * 1024;

/** A buffer of one ring in which the chunks of a message are joined while it is read. */
export class ScratchBuffer {
  #bytes: Buffer | undefined;
  #isInUse = false;

  /**
   * Calls `read` with the bytes in one buffer, and returns its result. The bytes are overwritten afterwards.
   *
   * @returns undefined if the message is too long, or another one is being read here
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
