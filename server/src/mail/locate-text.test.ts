import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { createTextLocator } from "./locate-text.ts";
import { ParsedMail } from "./parsed-mail.ts";

/** Returns the source bytes of the first occurrence of `wanted` in the text of a message. */
function locate(source: Buffer, wanted: string): string {
  const parsed = new ParsedMail(createMail(source));
  const entity = parsed.tree.root;
  const text = parsed.decodedText(entity, Number.POSITIVE_INFINITY);
  const start = text.indexOf(wanted);
  const range = createTextLocator(parsed, entity, text)({ start, end: start + wanted.length });
  return source.toString("latin1", range.start, range.end);
}

const message = (encoding: string, charset: string, body: Buffer | string) =>
  Buffer.concat([
    Buffer.from(`Content-Type: text/html; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`),
    Buffer.from(body),
  ]);

describe("createTextLocator", () => {
  it.each([
    ["8bit ASCII", message("8bit", "utf-8", "one two three"), "two", "two"],
    ["UTF-8", message("8bit", "utf-8", "größer 😀 two"), "two", "two"],
    ["UTF-8 with a byte order mark", message("8bit", "utf-8", "\ufeffö two"), "two", "two"],
    ["windows-1252", message("8bit", "windows-1252", Buffer.from("\xf6 two", "latin1")), "two", "two"],
    ["quoted-printable", message("quoted-printable", "utf-8", "=C3=B6 t=\r\nwo=3D x"), "two=", "t=\r\nwo=3D"],
    ["base64", message("base64", "us-ascii", "b25lIHR3\r\nbyB0aHJlZQ=="), "three", "B0aHJlZQ"],
    [
      "a charset of two bytes",
      message("8bit", "utf-16le", Buffer.from("one two", "utf16le")),
      "two",
      "o\0n\0e\0 \0t\0w\0o\0",
    ],
    ["another charset of one byte", message("8bit", "koi8-r", Buffer.from("\xc1 two", "latin1")), "two", "two"],
    [
      "UTF-8 of two and three bytes over several pieces",
      message("8bit", "utf-8", `${"ö€".repeat(99)}two`),
      "two",
      "two",
    ],
    ["quoted-printable, nothing", message("quoted-printable", "utf-8", "one"), "", ""],
    ["quoted-printable, nothing at all", message("quoted-printable", "utf-8", ""), "", ""],
    ["base64 with + and /", message("base64", "us-ascii", "fn4/Pj4+"), "?>>", "4/Pj4"],
    ["base64 of all the text", message("base64", "us-ascii", "b25l"), "one", "b25l"],
    ["uuencode", message("x-uuencode", "us-ascii", "begin 644 a\n#0V%T\nend\n"), "a", "begin 644 a\n#0V%T\nend\n"],
    ["CR CR LF", message("8bit", "utf-8", "one\r\r\ntwo"), "two", "one\r\r\ntwo"],
  ])("locates text in %s", (_name, source, wanted, expected) => {
    expect(locate(source, wanted)).toBe(expected);
  });

  it("locates every text in quoted-printable and base64 within its body", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 60, maxLength: 90 }), fc.nat(), (text, at) => {
        const wanted = text.slice(at % text.length);
        fc.pre(wanted === Buffer.from(wanted).toString() && text.indexOf(wanted) === at % text.length);
        const lines = Buffer.from(text)
          .toString("base64")
          .replace(/(.{8})/g, "$1\r\n");
        const found = locate(message("base64", "utf-8", `${lines}\r\n`), wanted);
        expect(found.length).toBeGreaterThanOrEqual(Buffer.byteLength(wanted));
        const encoded = Buffer.from(text).toString("hex").toUpperCase().replace(/../g, "=$&");
        const tail = Buffer.from(wanted).toString("hex").toUpperCase().replace(/../g, "=$&");
        expect(locate(message("quoted-printable", "utf-8", encoded), wanted)).toBe(tail);
      }),
    );
  });
});
