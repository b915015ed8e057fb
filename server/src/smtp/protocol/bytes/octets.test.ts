import { assert, constantFrom, nat, property, string, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { nodeByteOps } from "../../node-platform.ts";
import { decodeUtf8, encodeUtf8, isAsciiText, portableByteOps } from "./octets.ts";

test("the portable operations agree with Node's", () => {
  const octets = uint8Array({ maxLength: 40, max: 255 });
  const pattern = constantFrom(Uint8Array.of(13, 10, 46), Uint8Array.of(0), Uint8Array.of(255, 0));
  assert(
    property(octets, pattern, nat({ max: 45 }), (chunk, wanted, from) => {
      expect(portableByteOps.indexOf(chunk, wanted, from)).toBe(nodeByteOps.indexOf(chunk, wanted, from));
      const octet = wanted[0] ?? 0;
      expect(portableByteOps.indexOfOctet(chunk, octet, from)).toBe(nodeByteOps.indexOfOctet(chunk, octet, from));
      expect(portableByteOps.isAscii(chunk)).toBe(nodeByteOps.isAscii(chunk));
      const start = Math.min(from, chunk.length);
      expect(portableByteOps.latin1(chunk, start, chunk.length)).toBe(nodeByteOps.latin1(chunk, start, chunk.length));
    }),
  );
});

test.each([
  ["ASCII", "abc", "abc"],
  ["UTF-8", "\xc3\xa4", "ä"],
  ["a byte order mark, which is kept", "\xef\xbb\xbfa", "\ufeffa"],
  ["a truncated sequence", "\xc3", undefined],
  ["an overlong form (RFC 3629 §3)", "\xc0\x80", undefined],
  ["a surrogate (RFC 3629 §3)", "\xed\xa0\x80", undefined],
])("decodes %s", (_name, octets, text) => {
  expect(decodeUtf8(octets)).toBe(text);
});

test("encoding and decoding are inverse", () => {
  assert(
    property(string({ unit: "grapheme" }), (text) => {
      expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      expect(isAsciiText(text)).toBe(Buffer.byteLength(text) === text.length);
    }),
  );
});
