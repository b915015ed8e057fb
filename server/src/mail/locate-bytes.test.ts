import { expect, test } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { createByteLocator } from "./locate-bytes.ts";
import { ParsedMail } from "./parsed-mail.ts";

test.each([
  ["7bit", "one two", 4, 7, "two"],
  ["8bit", "one two", 4, 7, "two"],
  ["binary", "one two", 4, 7, "two"],
  ["base64", "b25l\r\nIHR3bw==", 3, 6, "IHR3"],
  ["base64", "fn4/Pj4+", 3, 6, "Pj4+"],
  ["base64", "b25l", 9, 12, ""],
  ["quoted-printable", "=C3=B6 two", 3, 6, "two"],
  ["quoted-printable", "one =\r\ntwo", 4, 7, "two"],
  ["quoted-printable", "one = \t\r\ntwo", 4, 7, "two"],
  ["quoted-printable", "one \t\r\ntwo", 5, 8, "two"],
  ["quoted-printable", "=\r\n=\r\ntwo", 0, 3, "two"],
  ["quoted-printable", "a=b=ZZ", 1, 3, "=b"],
  ["quoted-printable", "one", 5, 9, ""],
  ["x-uuencode", "begin 644 a\n#0V%T\nend\n", 0, 3, "begin 644 a\n#0V%T\nend\n"],
])("a range in %s %j from %i to %i", (encoding, body, start, end, expected) => {
  const source = Buffer.from(`Content-Type: text/plain\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`);
  const parsed = new ParsedMail(createMail(source));
  const range = createByteLocator(parsed, parsed.tree.root)({ start, end });
  expect(source.toString("latin1", range.start, range.end)).toBe(expected);
});
