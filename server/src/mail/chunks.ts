/*
 * The bytes of a message in order, in chunks. A message of tens of megabytes is never copied in one step: that would block
 * the main thread too long.
 */

/** Chunks of a message, in order. */
export type Chunks = readonly Uint8Array[];

/** Bytes copied in one step. That takes less than 1 ms, or about 2 ms into memory that was never used before. */
const STEP_BYTES = 1024 * 1024;

export function countBytes(chunks: Chunks): number {
  let bytes = 0;
  for (const { byteLength } of chunks) bytes += byteLength;
  return bytes;
}

/** Copies all chunks into `target` in one step. Returns `target`. */
export function copyChunks<Target extends Uint8Array>(target: Target, chunks: Chunks): Target {
  let offset = 0;
  for (const chunk of chunks) {
    target.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return target;
}

/** Like `copyChunks`, in steps: the caller can yield to the event loop between them. */
export function* copyInSteps(target: Uint8Array, chunks: Chunks): Generator<"", void> {
  let offset = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.byteLength; at += STEP_BYTES) {
      if (offset > 0) yield "";
      const piece = chunk.subarray(at, at + STEP_BYTES);
      target.set(piece, offset);
      offset += piece.byteLength;
    }
  }
}

/** Joins all bytes into one buffer, in steps if there are several chunks. */
export function* joinInSteps(chunks: Chunks, size: number): Generator<"", Buffer> {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return toBuffer(first);
  const whole = Buffer.allocUnsafeSlow(size);
  yield* copyInSteps(whole, chunks);
  return whole;
}

/** Returns the bytes from `start` (inclusive) to `end` (exclusive), without a copy. */
export function sliceChunks(chunks: Chunks, start: number, end: number): Buffer[] {
  const slices: Buffer[] = [];
  let offset = 0;
  for (const chunk of chunks) {
    const slice = chunk.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
    if (slice.byteLength > 0) slices.push(toBuffer(slice));
    offset += chunk.byteLength;
  }
  return slices;
}

/** Returns the same bytes as a Buffer, without a copy. */
export function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
