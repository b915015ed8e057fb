import fc from "fast-check";
import { expect, it } from "vitest";
import { type Chunks, copyChunks, joinInSteps, sliceChunks } from "./chunks.ts";

const arbitraryChunks = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 6 });
const join = (chunks: Chunks) => Buffer.concat(chunks);

/** Joins chunks step by step. Returns the number of steps as well. */
function joinAll(chunks: Chunks): { readonly steps: number; readonly whole: Buffer } {
  const joining = joinInSteps(chunks, join(chunks).length);
  for (let steps = 0; ; steps++) {
    const { done, value } = joining.next();
    if (done === true) return { steps, whole: value };
  }
}

it("chunks are joined in order", () => {
  fc.assert(
    fc.property(arbitraryChunks, (chunks) => {
      const whole = join(chunks);
      expect(joinAll(chunks).whole).toEqual(whole);
      expect(Buffer.from(copyChunks(new Uint8Array(whole.length), chunks))).toEqual(whole);
    }),
  );
});

it("a single chunk is not copied, and several are copied in steps", () => {
  const chunk = new Uint8Array(3 * 1024 * 1024);
  expect(joinAll([chunk])).toMatchObject({ steps: 0, whole: { buffer: chunk.buffer } });
  expect(joinAll([chunk, chunk]).steps).toBe(5);
});

it("a slice of chunks is that of the joined bytes", () => {
  fc.assert(
    fc.property(arbitraryChunks, fc.nat(130), fc.nat(130), (chunks, one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)];
      const slices = sliceChunks(chunks, start, end);
      expect(join(slices)).toEqual(join(chunks).subarray(start, end));
      expect(slices.every(({ length }) => length > 0)).toBe(true);
    }),
  );
});
