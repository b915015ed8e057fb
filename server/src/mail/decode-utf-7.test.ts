import fc from "fast-check";
import { decode, encode } from "iconv-lite";
import { expect, test } from "vitest";
import { decodeUtf7 } from "./decode-utf-7.ts";

test.each([
  ["Hi Mom -+Jjo--!", "Hi Mom -☺-!"],
  ["+ZeVnLIqe-", "日本語"],
  ["1 +- 1 = 2", "1 + 1 = 2"],
  ["A+ImIDkQ.", "A≢Α."],
  ["a+ b", "a b"],
  ["open +AOQ", "open ä"],
  ["+2D3eCg-", "😊"],
  ["", ""],
])("%s", (written, text) => {
  expect(decodeUtf7(Buffer.from(written))).toBe(text);
});

test("it reads what iconv-lite reads, and what iconv-lite writes", () => {
  const anyText = fc.string({ unit: fc.constantFrom("+", "-", "A", "O", "Q", "/", "=", " ", "ä", "☺") });
  fc.assert(
    fc.property(anyText, (text) => {
      const written = encode(text, "utf-7");
      expect(decodeUtf7(written)).toBe(text);
      const mixed = Buffer.from(text.replace(/[ä☺]/g, "AOQ"));
      expect(decodeUtf7(mixed)).toBe(decode(mixed, "utf-7"));
    }),
  );
});
