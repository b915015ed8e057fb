import { text } from "node:stream/consumers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextStream, generateJson, type Json } from "./generate-json.ts";
import { Utf8Text } from "./utf8-text.ts";

const serializeJson = (value: Json) => [...generateJson(value)].join("");

/** Any UTF-16, lone surrogates included. */
const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((some) => String.fromCharCode(...some));

test("JSON is what JSON.stringify writes", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 3, stringUnit: "binary-ascii" }),
      (value) => serializeJson(value as Json) === JSON.stringify(value),
    ),
  );
  fc.assert(fc.property(units, (value) => serializeJson(value) === JSON.stringify(value)));
  expect(serializeJson({ a: undefined, b: [{}, [], ""] })).toBe('{"b":[{},[],""]}');
});

/** Texts whose slices end in the middle of surrogate pairs, of escapes and of characters of several bytes. */
const long = fc
  .tuple(
    fc.integer({ min: 16_380, max: 16_390 }),
    fc.array(fc.constantFrom("😀", "\uD83D", "é", "\u2028", "\u0001", '"')),
  )
  .map(([length, end]) => `${"x".repeat(length)}${end.join("")}`);

test("a long string is written in pieces of bounded length, and no character is cut", () => {
  fc.assert(fc.property(long, (value) => serializeJson(value) === JSON.stringify(value)));
  const pairs = `x${"😀".repeat(20_000)}`;
  expect(serializeJson(pairs)).toBe(JSON.stringify(pairs));
  const longest = Math.max(...Array.from(generateJson("\u0001".repeat(1_000_000)), (piece) => piece.length));
  expect(longest).toBeLessThanOrEqual(6 * 16_384);
});

test("bytes are written as their text in UTF-8, also those that are none", () => {
  expect(serializeJson(new Utf8Text(Buffer.from([0xc3])))).toBe('"\uFFFD"');
  const bytes = fc
    .tuple(fc.integer({ min: 16_380, max: 16_390 }), fc.uint8Array(), long)
    .map(([length, some, end]) => Buffer.concat([Buffer.alloc(length, "x"), some, Buffer.from(end), some]));
  fc.assert(fc.property(bytes, (value) => serializeJson(new Utf8Text(value)) === JSON.stringify(value.toString())));
});

test("a folded text is written without its line ends", () => {
  expect(serializeJson(new Utf8Text(Buffer.from("a\r\n b"), true))).toBe('"a b"');
  const lines = fc
    .array(fc.constantFrom("\r\n", "\n", "\r", " ", "é", "x".repeat(16_383)))
    .map((some) => some.join(""));
  fc.assert(
    fc.property(
      lines,
      (value) => serializeJson(new Utf8Text(Buffer.from(value), true)) === JSON.stringify(value.replace(/\r?\n/g, "")),
    ),
  );
});

test("a stream gives the pieces, and lets the event loop serve others meanwhile", async () => {
  const bytes = Buffer.alloc(20_000_000, 1);
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const json = await text(createTextStream(generateJson(new Utf8Text(bytes))));
  isOver = true;
  expect(json.length).toBe(6 * bytes.length + 2);
  expect(turns).toBeGreaterThan(3);
});
