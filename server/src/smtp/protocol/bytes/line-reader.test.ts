import { expect, test } from "vitest";
import { type Line, LineReader } from "./line-reader.ts";
import { portableByteOps } from "./octets.ts";

const MAX = 8;

function readLines(chunks: readonly string[]): Line[] {
  const reader = new LineReader(portableByteOps, MAX);
  const lines: Line[] = [];
  for (const text of chunks) {
    const chunk = Buffer.from(text, "latin1");
    for (let at = 0; at < chunk.length; ) {
      const end = reader.read(chunk, at);
      if (end === -1) break;
      lines.push(reader.line);
      at = end;
    }
  }
  return lines;
}

const complete = (text: string, bytes: number): Line => ({ text, bytes, hasBareLf: false, isTruncated: false });

test.each<readonly [name: string, wire: string, lines: readonly Line[]]>([
  ["CRLF ends a line (RFC 5321 §2.3.8)", "NOOP\r\n", [complete("NOOP", 6)]],
  ["an empty line", "\r\n", [complete("", 2)]],
  ["several lines", "a\r\nb\r\n", [complete("a", 3), complete("b", 3)]],
  ["a bare LF ends a line, and is reported", "NOOP\n", [{ ...complete("NOOP", 5), hasBareLf: true }]],
  ["a lone LF", "\n", [{ ...complete("", 1), hasBareLf: true }]],
  ["a bare CR does not end a line", "a\rb\r\n", [complete("a\rb", 5)]],
  ["two CRs: one belongs to the line", "a\r\r\n", [complete("a\r", 4)]],
  ["octets above 127 are kept", "\xff\r\n", [complete("\xff", 3)]],
  ["an incomplete line is not a line", "NOOP\r", []],
  ["a line of the maximum", "12345678\r\n", [complete("12345678", 10)]],
])("%s", (_name, wire, lines) => {
  expect(readLines([wire])).toEqual(lines);
  for (let cut = 1; cut < wire.length; cut += 1) {
    const pieces = [wire.slice(0, cut), wire.slice(cut)];
    expect(readLines(pieces).map(({ text, bytes }) => ({ text, bytes }))).toEqual(
      lines.map(({ text, bytes }) => ({ text, bytes })),
    );
  }
});

test.each([
  ["in one chunk", ["1234567890\r\n"]],
  ["octet by octet", "1234567890\r\n".split("")],
])("a line over the maximum %s is truncated, and all its octets are counted", (_name, chunks) => {
  expect(readLines(chunks)).toEqual([{ text: "12345678", bytes: 12, hasBareLf: false, isTruncated: true }]);
});

test("reset discards the incomplete line", () => {
  const reader = new LineReader(portableByteOps, MAX);
  reader.read(Buffer.from("abc"), 0);
  expect(reader.bytes).toBe(3);
  reader.reset();
  expect(reader.bytes).toBe(0);
  reader.read(Buffer.from("d\r\n"), 0);
  expect(reader.line.text).toBe("d");
});
