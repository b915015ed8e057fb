import { describe, expect, test } from "vitest";
import { isAddressLiteral, isDomain, parsePath } from "./path.ts";

type Case = readonly [text: string, address: string, findings: readonly string[]];

describe("RFC 5321 §4.1.2", () => {
  test.each<Case>([
    ["<>", "", []],
    ["<a@b.example>", "a@b.example", []],
    ["<Postmaster>", "Postmaster", []],
    ["<a.b+c@d-e.example>", "a.b+c@d-e.example", []],
    ["<!#$%&'*/=?^`{|}~@b.example>", "!#$%&'*/=?^`{|}~@b.example", []],
    ['<"a b"@c.example>', '"a b"@c.example', []],
    ['<"a>b"@c.example>', '"a>b"@c.example', []],
    ['<"a\\"@b"@c.example>', '"a\\"@b"@c.example', []],
    ["<a@[192.0.2.1]>", "a@[192.0.2.1]", []],
    ["<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]", []],
    ["<@one.example,@two.example:a@b.example>", "a@b.example", ["source-route"]],
    ["a@b.example", "a@b.example", ["missing-angle-brackets"]],
    ['"a b"@c.example', '"a b"@c.example', ["missing-angle-brackets"]],
    ["<a>", "a", ["address-without-domain"]],
    ["<a b@c.example>", "a b@c.example", ["bad-local-part"]],
    ["<.a@b.example>", ".a@b.example", ["bad-local-part"]],
    ["<a..b@c.example>", "a..b@c.example", ["bad-local-part"]],
    ["<@b.example>", "@b.example", ["bad-local-part"]],
    ["<a@>", "a@", ["bad-domain"]],
    ["<a@b..example>", "a@b..example", ["bad-domain"]],
    ["<a@-b.example>", "a@-b.example", ["bad-domain"]],
    ["<a@b_c.example>", "a@b_c.example", ["bad-domain"]],
    ["<a@[300.0.2.1]>", "a@[300.0.2.1]", ["bad-domain"]],
  ])("%s", (text, address, findings) => {
    expect(parsePath(text, 0)).toEqual({ address, end: text.length, findings });
    expect(parsePath(`: ${text} SIZE=1`, 2)).toEqual({ address, end: text.length + 2, findings });
  });

  test.each(["", " ", "<", "<a@b.example", '<"a>', '"a b', "<@a:>", "<a\x7f@b.example>", "<a\u0000@b.example>"])(
    "%j has no path",
    (text) => {
      expect(parsePath(text, 0)).toBeUndefined();
    },
  );
});

describe("the limits of RFC 5321 §4.5.3.1 count octets", () => {
  const domain = `${"d".repeat(60)}.`.repeat(4);
  test.each([
    ["a local part of 64", `<${"x".repeat(64)}@b.example>`, []],
    ["a local part of 65", `<${"x".repeat(65)}@b.example>`, ["local-part-too-long"]],
    ["a local part of 32 characters of two octets", `<${"\xc3\xa4".repeat(32)}@b.example>`, []],
    ["a local part of 33 characters of two octets", `<${"\xc3\xa4".repeat(33)}@b.example>`, ["local-part-too-long"]],
    ["22 characters of three octets", `<${"\xe2\x82\xac".repeat(22)}@b.example>`, ["local-part-too-long"]],
    ["17 characters of four octets", `<${"\xf0\x9f\x98\x80".repeat(17)}@b.example>`, ["local-part-too-long"]],
    ["ASCII and other characters", `<${`a\xc3\xa4`.repeat(22)}@b.example>`, ["local-part-too-long"]],
    ["a path of 256", `<a@${domain}${"e".repeat(8)}>`, []],
    ["a path of 257", `<a@${domain}${"e".repeat(9)}>`, ["path-too-long"]],
    ["a domain of 256", `<a@${domain}${"e".repeat(12)}>`, ["path-too-long", "domain-too-long"]],
    ["a label of 64", `<a@${"d".repeat(64)}.example>`, ["bad-domain"]],
  ])("%s", (_name, text, findings) => {
    expect(parsePath(text, 0)?.findings).toEqual(findings);
  });
});

test("RFC 6531 §3.3: addresses are UTF-8, and others are shown as Latin-1", () => {
  expect(parsePath("<j\xc3\xb6rg@b\xc3\xbccher.example>", 0)).toMatchObject({
    address: "jörg@bücher.example",
    findings: [],
  });
  expect(parsePath("<j\xf6rg@b.example>", 0)).toMatchObject({
    address: "j\xf6rg@b.example",
    findings: ["address-not-utf8"],
  });
  // An invisible character (U+200B) is refused, whether it is encoded or not.
  expect(parsePath("<a\xe2\x80\x8b@b.example>", 0)).toBeUndefined();
});

test.each([
  ["example", true],
  ["a.b-c.example", true],
  ["xn--bcher-kva.example", true],
  ["b\u00fccher.example", true],
  ["", false],
  ["a.", false],
  ["a-.example", false],
])("RFC 1035 §2.3.1: %j is a domain: %s", (domain, expected) => {
  expect(isDomain(domain)).toBe(expected);
});

test.each([
  ["[127.0.0.1]", true],
  ["[255.255.255.255]", true],
  ["[IPv6:::1]", true],
  ["[ipv6:::ffff:192.0.2.1]", true],
  ["[IPv6:1:2:3:4:5:6:7:8]", true],
  ["[IPv6:1:2:3:4:5:6:192.0.2.1]", true],
  ["[IPv6:fe80::]", true],
  ["[IPv6:1:2:3:4:5:6:7]", false],
  ["[IPv6:1:2:3:4:5:6:7:8:9]", false],
  ["[IPv6:1::2::3]", false],
  ["[IPv6:12345::]", false],
  ["[IPv6:192.0.2.1]", false],
  ["[IPv6:192.0.2.1::]", false],
  ["[IPv6:...]", false],
  ["[IPv6:not-an-address]", false],
  ["[x-tag:content]", true],
  ["127.0.0.1", false],
  ["[127.0.0]", false],
  ["[127.0.0.1.]", false],
  ["[127.0.0.256]", false],
  ["[127.0.0.1", false],
  ["[::1]", false],
  ["[]", false],
])("RFC 5321 §4.1.3: %s is an address literal: %s", (literal, expected) => {
  expect(isAddressLiteral(literal)).toBe(expected);
});
