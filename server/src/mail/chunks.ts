/*
 * The bytes of a message in order, in pieces. A message of tens of megabytes is never copied in one step: that would take
 * the main thread longer than anything may.
 */

/** Pieces of a message, in order. */
export type Chunks = readonly Uint8Array[];

/** Bytes that are copied in one step: less than a millisecond, and about two where the memory was never touched before. */
const STEP_BYTES = 1024 * 1024;

/** Copies all pieces into `target`, at once. Returns `target`. */
export function copyChunks<Target extends Uint8Array>(target: Target, chunks: Chunks): Target {
  let offset = 0;
  for (const chunk of chunks) {
    target.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return target;
}

/** The same in steps, so that the caller can let the event loop take a turn between them. */
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

/** All bytes in one piece, which is made in steps where there are several. */
export function* joinInSteps(chunks: Chunks, size: number): Generator<"", Buffer> {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return toBuffer(first);
  const whole = Buffer.allocUnsafeSlow(size);
  yield* copyInSteps(whole, chunks);
  return whole;
}

/** The bytes from `start` to before `end`, without a copy. */
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

/** The same bytes as a Buffer. */
export function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
