import { describe, expect, test } from "vitest";
import { maxCommandLineOctets, parseCommand, VERBS } from "./command.ts";
import { findExtension } from "./extension.ts";
import { parseGreetingName } from "./greeting.ts";
import { detectForeignProtocol, isTlsHandshake } from "./protocol-sniff.ts";

describe("RFC 5321 §2.4 and §4.1.1", () => {
  test.each([
    ["NOOP", "NOOP", "", false],
    ["noop", "NOOP", "", false],
    ["EHLO a.example", "EHLO", "a.example", false],
    ["MAIL FROM:<> SIZE=1", "MAIL", "FROM:<> SIZE=1", false],
    ["NOOP  two", "NOOP", " two", false],
    ["QUIT ", "QUIT", "", true],
    ["QUIT \t ", "QUIT", "", true],
    ["EHLO a\t", "EHLO", "a", true],
  ])("%j", (line, verb, argument, hasTrailingBlank) => {
    expect(parseCommand(line)).toEqual({ verb, argument, hasTrailingBlank });
  });

  test.each(["", " ", " NOOP", "NOOPE", "NOOP\tx", "SEND", "toString"])("%j is unknown", (line) => {
    expect(parseCommand(line)).toBeUndefined();
  });

  test.each(VERBS)("%s is recognized in lower case", (verb) => {
    expect(parseCommand(verb.toLowerCase())?.verb).toBe(verb);
  });
});

test.each([
  ["NOOP", 512, 512],
  ["MAIL", 512, 2092],
  ["RCPT", 512, 1472],
  ["AUTH", 512, 12_288],
  ["AUTH", 20_000, 20_000],
] as const)("RFC 5321 §4.5.3.1.4: %s with a base of %d may have %d octets", (verb, base, octets) => {
  expect(maxCommandLineOctets(verb, base)).toBe(octets);
});

test.each([
  ["a.example", "a.example", true],
  ["[127.0.0.1]", "[127.0.0.1]", true],
  [" a.example ", "a.example", true],
  ["b\xc3\xbccher.example", "bücher.example", true],
  ["my_host", "my_host", false],
  ["\xff", "\xff", false],
  ["a b", "a b", false],
  [`${"a".repeat(60)}.`.repeat(5), `${"a".repeat(60)}.`.repeat(5), false],
])("RFC 5321 §4.1.1.1: the greeting name %j", (argument, name, isValid) => {
  expect(parseGreetingName(argument)).toEqual({ name, isValid });
});

test.each(["", "  ", "a\x01", "a\xe2\x80\x8b"])("the greeting name %j is refused", (argument) => {
  expect(parseGreetingName(argument)).toBeUndefined();
});

test("extensions are found in any case", () => {
  expect(findExtension("pipelining")).toBe("PIPELINING");
  expect(findExtension("XCLIENT")).toBeUndefined();
});

test("HTTP and TLS are not SMTP", () => {
  expect(detectForeignProtocol("POST / HTTP/1.1")).toBe("http-request");
  expect(detectForeignProtocol("get / HTTP/1.1")).toBeUndefined();
  expect(detectForeignProtocol("EHLO a")).toBeUndefined();
  expect(isTlsHandshake(Uint8Array.of(0x16, 3, 1))).toBe(true);
  expect(isTlsHandshake(Uint8Array.of(0x45))).toBe(false);
  expect(isTlsHandshake(new Uint8Array())).toBe(false);
});
