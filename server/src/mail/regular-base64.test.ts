import fc from "fast-check";
import { expect, test } from "vitest";
import { measureRegularBase64 } from "./regular-base64.ts";

const isRegularBase64 = (body: Buffer, isCut: boolean) => measureRegularBase64(body, isCut) !== undefined;

const toLines = (bytes: Uint8Array, length = 76) =>
  Buffer.from(bytes)
    .toString("base64")
    .match(new RegExp(`.{1,${length}}`, "g"))
    ?.join("\r\n") ?? "";

test("what programs write is regular, with and without a line end, complete and cut", () => {
  const bytes = fc.uint8Array({ minLength: 200, maxLength: 100_000 });
  fc.assert(
    fc.property(
      bytes,
      fc.constantFrom(60, 64, 72, 76),
      fc.constantFrom("", "\r\n", "\r\n\r\n"),
      (data, length, end) => {
        const body = Buffer.from(toLines(data, length) + end);
        expect(measureRegularBase64(body, false)).toEqual({
          lineLength: length,
          fullLinesBytes: Math.floor(toLines(data, length).length / (length + 2)) * (length + 2),
          decodedBytes: data.length,
        });
        expect(isRegularBase64(body.subarray(0, body.indexOf("\n") + 20), true)).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});

test("one other byte anywhere makes it irregular", () => {
  const body = Buffer.from(toLines(new Uint8Array(300).fill(7)));
  fc.assert(
    fc.property(
      fc.nat(body.length - 1),
      fc.constantFrom("-", "_", "=", "*", " ", "\t", "\0", "\r", "\n", "\u00e9", ".", "A"),
      (at, other) => {
        const changed = Buffer.from(body);
        changed[at] = other.charCodeAt(0);
        if (other === "=" && at === body.length - 1) return; // is padding
        const isSame = changed.equals(body) || (other === "A" && body[at] !== 0x0d && body[at] !== 0x0a);
        expect(isRegularBase64(changed, false)).toBe(isSame);
      },
    ),
    { numRuns: 3_000 },
  );
});

test("a missing character or padding makes it irregular", () => {
  const whole = toLines(new Uint8Array(301));
  expect(isRegularBase64(Buffer.from(whole), false)).toBe(true);
  for (const cut of [1, 2, 3]) expect(isRegularBase64(Buffer.from(whole.slice(0, -cut)), false)).toBe(false);
  expect(isRegularBase64(Buffer.from(""), false)).toBe(false);
});
