import fc from "fast-check";
import { Libmime } from "libmime";
import { describe, expect, it } from "vitest";
import { scanHeaderBlock } from "./header-block.ts";
import { parseContentField } from "./parse-content-field.ts";

function parse(text: string) {
  const raw = Buffer.from(`Content-Disposition: ${text}\r\n\r\n`);
  const field = parseContentField(raw, scanHeaderBlock(raw, 0), "content-disposition");
  if (field === undefined) throw new Error("there is a field");
  const codes = [...new Set(field.doubts?.map(({ code }) => code))];
  return {
    value: field.value,
    parameters: Object.fromEntries(field.parameters),
    findings: [...(field.malformed ? ["content-field-malformed"] : []), ...codes],
  };
}

const MALFORMED = ["content-field-malformed"];
const CONFLICT = ["parameter-conflicting"];
const BROKEN = ["parameter-continuation-broken"];
const WORD = ["encoded-word-in-parameter"];

describe("parameters", () => {
  it.each<[text: string, parameters: Record<string, string>, findings: string[], authority: string]>([
    ["x; filename=a.pdf", { filename: "a.pdf" }, [], "RFC 2045 §5.1"],
    ['x; filename="a b.pdf"', { filename: "a b.pdf" }, [], "RFC 2045 §5.1"],
    ['X ; FileName = "a.pdf" ;', { filename: "a.pdf" }, [], "RFC 2045 §5.1: blanks"],
    ['x; charset = "utf-8"', { charset: "utf-8" }, [], "RFC 2045 §5.1: blanks"],
    ['x; filename="a\\"b\\\\c.pdf"', { filename: 'a"b\\c.pdf' }, [], "RFC 5322 §3.2.4"],
    ['x; filename="a;b=c.pdf"; size=1', { filename: "a;b=c.pdf", size: "1" }, [], "RFC 5322 §3.2.4"],
    ["x; charset=utf-8 (a comment); a=b", { charset: "utf-8", a: "b" }, [], "RFC 2045 §5.1"],
    ["x; charset=utf-8 (a (nested) comment)", { charset: "utf-8" }, [], "RFC 5322 §3.2.2"],
    [
      "x (a comment); charset=(a comment) utf-8",
      { charset: "(a comment) utf-8" },
      MALFORMED,
      "or a name that begins so",
    ],
    ["x; filename=report (1).pdf", { filename: "report (1).pdf" }, MALFORMED, "MimeKit, Outlook"],
    ["x; filename=Invoice(1).pdf", { filename: "Invoice(1).pdf" }, MALFORMED, "libmime"],
    ["x; filename=my report.pdf; size=1", { filename: "my report.pdf", size: "1" }, MALFORMED, "MimeKit, Outlook"],
    ["x; filename=a;b.pdf", { filename: "a;b.pdf" }, MALFORMED, "a semicolon without quotes"],
    ["x; filename=R&amp;D plan.pdf; size=1", { filename: "R&amp;D plan.pdf", size: "1" }, MALFORMED, "HTML in a name"],
    ["x; filename=\u00fcber.pdf", { filename: "\u00fcber.pdf" }, [], "RFC 6532: UTF-8 without quotes"],
    ['x; filename="a.pdf', { filename: "a.pdf" }, MALFORMED, "no closing mark"],
    ['x; filename="a.pdf; size=1', { filename: "a.pdf", size: "1" }, MALFORMED, "no closing mark"],
    ['x; name="a.pdf; filename="b.pdf"', { name: "a.pdf", filename: "b.pdf" }, MALFORMED, "no closing mark"],
    ['x; filename="the "best" one.pdf"; a=b', { filename: 'the "best" one.pdf', a: "b" }, MALFORMED, "Python"],
    ['x; filename="C:\\docs\\a.pdf"', { filename: "C:\\docs\\a.pdf" }, MALFORMED, "Python: a path of Windows"],
    ['x; boundary="b"c; a=b', { boundary: "b", a: "b" }, MALFORMED, "libmime, Python"],
    ['x; name="a.pdf" filename="b.pdf"', { name: "a.pdf", filename: "b.pdf" }, MALFORMED, "no semicolon"],
    ["x; charset=utf-8 format=flowed", { charset: "utf-8", format: "flowed" }, MALFORMED, "no semicolon"],
    ["x; charset=utf-8, format=flowed", { charset: "utf-8", format: "flowed" }, MALFORMED, "a comma"],
    ['x; filename=a.pdf"; size=1', { filename: "a.pdf", size: "1" }, MALFORMED, "no opening mark"],
    ["x; inline; filename=a.pdf", { filename: "a.pdf" }, MALFORMED, "a parameter without a value"],
    ["x; charset; filename=a.pdf", { filename: "a.pdf" }, MALFORMED, "a parameter without a value"],
    ["x; charset=; filename=a.pdf", { charset: "", filename: "a.pdf" }, [], "an empty value"],
    ["x;; filename=a.pdf;", { filename: "a.pdf" }, [], "empty parameters"],
    ["x; =a; filename=a.pdf", { filename: "a.pdf" }, MALFORMED, "no name"],
    ["x; filename=a.pdf; filename=a.pdf", { filename: "a.pdf" }, [], "twice the same"],
    ["x; filename=a.pdf; filename=b.pdf", { filename: "a.pdf" }, CONFLICT, "libmime, Python: the first"],
    ["x; boundary=----=_Part_1", { boundary: "----=_Part_1" }, MALFORMED, "an equals sign without quotes: not Go"],
    ["x; filename=a%b.pdf", { filename: "a%b.pdf" }, [], "not percent-encoded"],
    ["x; filename*=utf-8''%c3%bc.pdf", { filename: "\u00fc.pdf" }, [], "RFC 2231 §4"],
    ["x; filename*=ISO-8859-1'de'%FC%df.pdf", { filename: "\u00fc\u00df.pdf" }, [], "RFC 2231 §4"],
    ["x; filename*=cp850''%82", { filename: "\u00e9" }, [], "RFC 2231 §4"],
    ["x; filename*=x-unknown''%c3%bc", { filename: "\u00fc" }, [], "an unknown charset"],
    ["x; filename*=''%c3%bc", { filename: "\u00fc" }, [], "RFC 2231 §4: the charset may be empty"],
    ["x; filename*=\"utf-8''%c3%bc.pdf\"", { filename: "\u00fc.pdf" }, BROKEN, "in quotes: libmime"],
    ["x; filename*=utf-8''100%.pdf", { filename: "100%.pdf" }, BROKEN, "a lone %"],
    ["x; filename*=utf-8''a%zz%c3%bc", { filename: "a%zz\u00fc" }, BROKEN, "a lone %"],
    ["x; filename*=a.pdf", { filename: "a.pdf" }, BROKEN, "no charset"],
    ["x; filename*=%c3%bc.pdf", { filename: "\u00fc.pdf" }, BROKEN, "no charset"],
    ["x; filename*0=a; filename*1=b.pdf", { filename: "ab.pdf" }, [], "RFC 2231 §3"],
    ['x; filename*0="a "; filename*1=" b.pdf"', { filename: "a  b.pdf" }, [], "RFC 2231 §3: blanks in quotes"],
    ["x; filename*1=b.pdf; filename*0=a", { filename: "ab.pdf" }, [], "RFC 2231 §3: in any order"],
    [
      "x; filename*0*=utf-8''%c3; filename*1*=%bc; filename*2=%20.pdf",
      { filename: "\u00fc%20.pdf" },
      [],
      "RFC 2231 §4.1: a character over two sections, and one that is not encoded",
    ],
    [
      `x; ${Array.from({ length: 12 }, (_, index) => `filename*${index}=${index}.`).join(";")}`,
      { filename: "0.1.2.3.4.5.6.7.8.9.10.11." },
      [],
      "RFC 2231 §3: by number",
    ],
    ["x; filename*0=a; filename*2=c.pdf", { filename: "ac.pdf" }, BROKEN, "a gap"],
    ["x; filename*1=a; filename*2=b.pdf", { filename: "ab.pdf" }, BROKEN, "the first is missing"],
    ["x; filename*0=a; filename*0=b; filename*1=c", { filename: "ac" }, BROKEN, "one twice"],
    ["x; filename*0=a; filename*1*=%c3%bc", { filename: "a\u00fc" }, BROKEN, "the first names no charset"],
    [
      "x; filename=u.pdf; filename*=utf-8''%c3%bc.pdf",
      { filename: "\u00fc.pdf" },
      [],
      "RFC 6266 §4.3, for old readers",
    ],
    ["x; filename=a.pdf; filename*=utf-8''%c3%bc", { filename: "\u00fc" }, CONFLICT, "RFC 6266 §4.3"],
    ["x; filename*=utf-8''a; filename=a", { filename: "a" }, [], "both the same"],
    ['x; filename="=?utf-8?Q?=C3=BC.pdf?="', { filename: "\u00fc.pdf" }, WORD, "Outlook, Gmail"],
    ["x; filename==?utf-8?B?w7w=?=", { filename: "\u00fc" }, WORD, "without quotes"],
    ['x; filename="=?utf-8?Q?=C3=BC?= =?utf-8?Q?=C3=A4?="', { filename: "\u00fc\u00e4" }, WORD, "RFC 2047 §6.2"],
    [
      'x; filename*0="=?utf-8?Q?=C3"; filename*1="=BC?="',
      { filename: "\u00fc" },
      WORD,
      "a word over two sections: libmime",
    ],
    ['x; boundary="=?b?Q?c?="', { boundary: "=?b?Q?c?=" }, [], "no word, but a boundary"],
    ["x; constructor=b", { constructor: "b" }, [], "a name of JavaScript"],
  ])("of %j are %j, with the findings %j: %s", (text, parameters, findings) => {
    const parsed = parse(text);
    expect(parsed).toEqual({ value: "x", parameters, findings });
  });

  it("made by libmime are read as written", () => {
    const libmime = new Libmime();
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }).filter((value) => {
      // oxlint-disable-next-line no-control-regex -- line ends and the like become blanks
      return value.isWellFormed() && !/[\x00-\x1f\x7f\ufeff]|=\?/.test(value) && value.trim() === value;
    });
    fc.assert(
      fc.property(text, (filename) => {
        const written = libmime.buildHeaderValue({ value: "x", params: { filename, size: "1" } });
        expect(parse(written)).toEqual({ value: "x", parameters: { filename, size: "1" }, findings: [] });
      }),
    );
  });

  it("in quotes are read as written", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c;=,()"\\ <>@*%']{0,20}$/), (text) => {
        const value = text.trim();
        const written = `x; name="${value.replace(/["\\]/g, "\\$&")}"; size=1`;
        expect(parse(written)).toEqual({ value: "x", parameters: { name: value, size: "1" }, findings: [] });
      }),
    );
  });

  it("can be any text", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c;=,()"\\ *%'0-2?]{0,40}$/), (text) => {
        for (const value of Object.values(parse(`x; ${text}`).parameters)) expect(value).toBe(value.trim());
      }),
    );
  });

  it.each([" ", "(", '"', ";", "=", "\\", "a=", ' ("', 'a="\\";', " (a)", "a*0=b;", "'", "=?a?Q?"])(
    "of a field full of %j are read in time",
    (piece) => {
      for (let count = 0; count < 20; count++) parse(`x; a=b${piece.repeat(8_000 / piece.length)}c`);
      expect(parse(`x; a=b; ${piece.repeat(8_000 / piece.length)}`).value).toBe("x");
    },
  );
});
