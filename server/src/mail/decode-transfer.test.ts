import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTransfer } from "./decode-transfer.ts";

const LONG = "A".repeat(76);
const decode = (encoding: string, body: string, isText = true) => {
  const { bytes, footer } = decodeTransfer(Buffer.from(body, "latin1"), encoding, { isText });
  return [bytes.toString("latin1"), footer.toString("latin1")];
};
const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");

describe("base64", () => {
  it("returns any bytes, in lines of any length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 76 }), (bytes, width) => {
        const body = base64(Buffer.from(bytes).toString("latin1")).replace(new RegExp(`.{${width}}`, "g"), "$&\r\n");
        expect(decode("base64", body, false)).toEqual([Buffer.from(bytes).toString("latin1"), ""]);
      }),
    );
  });

  it.each<[string, string, text: string, footer: string]>([
    ["with padding", "SGVsbG8=", "Hello", ""],
    ["in pieces with their own padding", "SGVsbG8=\r\nIQ==\r\n", "Hello!", ""],
    ["with a footer after the padding", "SGVsbG8=\r\nA list of words\r\n", "Hello", "A list of words\r\n"],
    ["with a footer after complete groups", "SGVsbG8h\r\n--\r\nA list of words", "Hello!", "--\r\nA list of words"],
    ["with a footer of one short word", "SGVsbG8=\r\nwords\r\n", "Hello", "words\r\n"],
    [
      "with a blank line before a footer",
      `${base64("x".repeat(57))}\r\n\r\nUnsubscribe here`,
      "x".repeat(57),
      "Unsubscribe here",
    ],
    [
      "with more base64 after a line of text",
      `SGVsbG8h\r\na b\r\n${LONG}`,
      Buffer.from(`SGVsbG8hab${LONG}`, "base64").toString("latin1"),
      "",
    ],
    ["with stray characters", `${base64("x".repeat(60))}*`, "x".repeat(60), ""],
    ["without padding", "SGVsbG8", "Hello", ""],
  ])("is decoded %s", (_, body, text, footer) => {
    const [decoded, rest] = decode("base64", body);
    expect([decoded, rest?.trimStart()]).toEqual([text, footer]);
  });

  it.each(["Hello Zoe", "Hi!", "x", ""])("is not decoded if the text is not base64: %j", (body) => {
    expect(decode("base64", body)).toEqual([body, ""]);
  });
});

describe("quoted-printable", () => {
  it.each([
    ["Gr=C3=bc=DFe", "Gr\xc3\xbc\xdfe"],
    ["one=\r\ntwo= \t\r\r\nthree", "onetwothree"],
    ["cut within a soft break=", "cut within a soft break"],
    ["cut within a soft break= ", "cut within a soft break"],
    ["1+1=2 =Q =\rx", "1+1=2 =Q =\rx"],
    ["plain", "plain"],
    [
      "no blank \r\nat the end\t \nof a  line =20\r\r\n, but \rhere ",
      "no blank\r\nat the end\nof a  line  \r\r\n, but \rhere ",
    ],
    [`${" ".repeat(1_000_000)}x`, `${" ".repeat(1_000_000)}x`],
  ])("%j is read as %j", (body, text) => {
    expect(decode("quoted-printable", body)).toEqual([text, ""]);
  });
});

describe("uuencode", () => {
  it.each<[string, string, text: string, footer: string]>([
    ["with a footer", "begin 644 a.txt\r\n%2&5L;&\\\r\n`\r\nend\r\nfooter", "Hello", "footer"],
    ["without blanks at the end of a line", "begin 644 a\n#86)C\n#  \nend\n", "abc\0\0\0", ""],
    ["without an end", "begin 0644 a\n#86)C", "abc", ""],
    ["that says it is longer than it is", "begin 644 a\nM86)C\nend\n", `abc${"\0".repeat(18)}`, ""],
    ["without a first line", "#86)C\nend\n", "#86)C\nend\n", ""],
  ])("is decoded %s", (_, body, text, footer) => {
    expect(decode("x-uuencode", body)).toEqual([text, footer]);
  });
});
