import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeJsonChunks, prependMembers } from "./json-chunks.ts";

const MEBI = 1024 * 1024;
const parseChunks = (chunks: readonly Uint8Array[]): unknown => JSON.parse(Buffer.concat(chunks).toString());

it("returns the JSON of any object", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), (members) => {
      expect(Buffer.concat(encodeJsonChunks(members)).toString()).toBe(JSON.stringify(members));
    }),
  );
});

it("splits long strings, but no character", () => {
  const members = {
    first: "\u0000".repeat(3 * MEBI),
    second: `${"x".repeat(MEBI - 1)}😊${"😊".repeat(MEBI)}`,
    third: 1,
  };
  const chunks = encodeJsonChunks(members);
  expect(chunks.length).toBeGreaterThan(4);
  expect(parseChunks(chunks)).toEqual(members);
});

it("puts members in front of an object that is encoded already", () => {
  expect(parseChunks(prependMembers({ id: "1" }, encodeJsonChunks({ text: "x" })))).toEqual({ id: "1", text: "x" });
});
