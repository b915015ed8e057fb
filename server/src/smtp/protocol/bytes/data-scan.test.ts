import { expect, test } from "vitest";
import { countDataViolations } from "./data-scan.ts";

const NONE = { bareLf: 0, bareCr: 0, nul: 0, longLines: 0 };

test.each([
  ["no violation", "a\r\n\r\nb\r\n", NONE],
  ["LF without CR (RFC 5321 §2.3.8)", "a\nb\r\n\n", { ...NONE, bareLf: 2 }],
  ["CR without LF (RFC 5321 §2.3.8)", "a\rb\r\r\n", { ...NONE, bareCr: 2 }],
  ["NUL (RFC 3030 §3)", "\0a\0\r\n", { ...NONE, nul: 2 }],
  ["998 octets are allowed (RFC 5321 §4.5.3.1.6)", `${"x".repeat(998)}\r\n`, NONE],
  ["999 octets are too long", `${"x".repeat(999)}\r\n`, { ...NONE, longLines: 1 }],
  ["999 octets before a bare LF", `${"x".repeat(999)}\n`, { ...NONE, bareLf: 1, longLines: 1 }],
])("%s", (_name, message, violations) => {
  const octets = Buffer.from(message, "latin1");
  expect(countDataViolations([octets])).toEqual(violations);
  for (let cut = 0; cut < Math.min(20, octets.length); cut += 1) {
    expect(countDataViolations([octets.subarray(0, cut), octets.subarray(cut)])).toEqual(violations);
  }
});

test.each([
  ["a CR at the end of the message is bare", "a\r", { ...NONE, bareCr: 1 }],
  ["a last line without line end may be too long", `a\r\n${"x".repeat(999)}`, { ...NONE, longLines: 1 }],
])("%s", (_name, message, violations) => {
  expect(countDataViolations([Buffer.from(message, "latin1")])).toEqual(violations);
});
