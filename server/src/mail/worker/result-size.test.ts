import { expect, it } from "vitest";
import { estimateBytes, listTransferables } from "./result-size.ts";

it.each<[unknown, number]>([
  ["four", 8],
  [new Uint8Array(100), 100],
  [null, 16],
  [7, 16],
  [{ text: "ab", bytes: new Uint8Array(10), none: null }, 16 + 4 + 10 + 16],
  [["a", ["b"]], 16 + 2 + 16 + 2],
])("estimates the memory of %j as %i bytes", (value, bytes) => {
  expect(estimateBytes(value)).toBe(bytes);
});

const LARGE = 64 * 1024;

it("transfers a large array, whether it is the result or one of its members", () => {
  const array = new Uint8Array(LARGE);
  const other = new Uint8Array(LARGE);
  expect(listTransferables(array)).toEqual([array.buffer]);
  expect(listTransferables({ array, text: "x", other })).toEqual([array.buffer, other.buffer]);
  expect(listTransferables([array])).toEqual([array.buffer]);
});

it.each<[string, unknown]>([
  ["an array that is small", new Uint8Array(LARGE - 1)],
  ["an array that shares its buffer", new Uint8Array(2 * LARGE).subarray(LARGE)],
  ["an array in shared memory", new Uint8Array(new SharedArrayBuffer(LARGE))],
  ["a text", "x".repeat(LARGE)],
  ["null", null],
])("copies %s", (_, result) => {
  expect(listTransferables(result)).toEqual([]);
});
