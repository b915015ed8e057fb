import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveCharset } from "./charset-names.ts";
import { decodeCharset, decodeHtmlCharset, isKnownCharset } from "./decode-charset.ts";

const hex = (digits: string) => Buffer.from(digits, "hex");
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("text in a charset", () => {
  it.each<[label: string | null, bytes: Buffer, text: string, authority: string]>([
    ["utf-8", hex("c3bc"), "ü", "IANA"],
    ["utf8", hex("c3bc"), "ü", "Encoding §4.2; PHP, MySQL"],
    ["UTF-8;", hex("c3bc"), "ü", "mailers that quote the semicolon as well"],
    ['"utf-8"', hex("c3bc"), "ü", "quotes within quotes"],
    ["'utf-8'", hex("c3bc"), "ü", "single quotes are part of a token (RFC 2045 §5.1)"],
    ["utf_8", hex("c3bc"), "ü", "Python's name of the codec"],
    ["utf8mb4", hex("c3bc"), "ü", "MySQL"],
    ["en_US.UTF-8", hex("c3bc"), "ü", "a POSIX locale"],
    ["charset=utf-8", hex("c3bc"), "ü", "charset=charset=utf-8"],
    ["cp65001", hex("c3bc"), "ü", "Windows code page"],
    ["iso-8859-1", hex("80e9"), "€é", "Encoding §4.2: windows-1252"],
    ["latin-1", hex("e9"), "é", "Python"],
    ["Latin1", hex("e9"), "é", "IANA"],
    ["iso88591", hex("e9"), "é", "Encoding §4.2"],
    ["ISO8859_1", hex("e9"), "é", "Java"],
    ["ISO-8859-1//TRANSLIT", hex("e9"), "é", "iconv"],
    ["windows1252", hex("93e994"), "“é”", "mailparser"],
    ["win-1251", hex("cff0"), "Пр", "libmime"],
    ["cp-1252", hex("80"), "€", "Exchange"],
    ["windows-1252http-equivcontent-type", hex("80"), "€", "a broken template, in public archives"],
    ["iso-8859-15", hex("a4"), "€", "IANA"],
    ["iso-8859-16", hex("a4"), "€", "IANA"],
    ["iso-8859-8-i", hex("f9ec"), "של", "RFC 1556"],
    ["cp850", hex("82"), "é", "IANA: IBM850"],
    ["cp-850", hex("82"), "é", "iconv-lite"],
    ["IBM437", hex("e1"), "ß", "IANA"],
    ["cp866", hex("8f"), "П", "IANA"],
    ["koi8-r", hex("f0"), "П", "RFC 1489"],
    ["koi8_r", hex("f0"), "П", "Encoding §4.2"],
    ["koi8-ru", hex("a4"), "є", "Encoding §4.2"],
    ["viscii", hex("d5"), "ạ", "RFC 1456"],
    ["tis-620", hex("a1"), "ก", "IANA"],
    ["macintosh", hex("8a"), "ä", "IANA"],
    ["x-mac-roman", hex("8a"), "ä", "Encoding §4.2"],
    ["x-mac-ce", hex("8a"), "ä", "Thunderbird"],
    ["x-mac-cyrillic", hex("80"), "А", "Encoding §4.2"],
    ["x-mac-greek", hex("b0"), "Α", "Thunderbird"],
    ["shift_jis", hex("93fa"), "日", "IANA"],
    ["x-sjis", hex("93fa8740"), "日①", "Encoding §4.2"],
    ["windows-31j", hex("8740"), "①", "IANA"],
    ["cp932", hex("8740"), "①", "Python"],
    ["eucjp", hex("c6fc"), "日", "Python"],
    ["euc-jp", hex("8fb0a1"), "丂", "IANA, with JIS X 0212"],
    ["iso-2022-jp", hex("1b2442467c1b2842"), "日", "RFC 1468"],
    ["cp50220", hex("1b2442467c1b2842"), "日", "Windows code page"],
    ["iso-2022-kr", latin1("\x1b$)C\x0e0!\x0f!"), "가!", "RFC 1557"],
    ["ks_c_5601-1987", hex("8c63"), "똠", "Encoding §4.2: with the syllables of UHC"],
    ["euc-kr", hex("b0a1"), "가", "RFC 1557"],
    ["cp949", hex("8c63"), "똠", "Python"],
    ["gb2312", hex("a1adc349"), "…肐", "Encoding §4.2: GBK, of which GB 2312 is a part"],
    ["gbk", hex("8139ef30"), "㐁", "Encoding §10.1.1: as GB 18030"],
    ["x-gbk", hex("80"), "€", "Encoding §4.2"],
    ["hz-gb-2312", latin1("~{VPND~}~~"), "中文~", "RFC 1843"],
    ["big5", hex("a4a4"), "中", "IANA"],
    ["big5-hkscs", hex("8ba6"), "㜃", "IANA"],
    ["utf-16", hex("feff0041"), "A", "RFC 2781 §4.3"],
    ["utf-16", hex("fffe4100"), "A", "RFC 2781 §4.3"],
    ["utf-16", hex("00480065006c006c006f"), "Hello", "without a mark: by the letters"],
    ["utf-16le", hex("4100"), "A", "RFC 2781"],
    ["utf-7", latin1("Hi +AOQ-"), "Hi ä", "RFC 2152"],
    ["unicode-1-1-utf-7", latin1("+2D3eCg-"), "😊", "RFC 1642"],
    ["us-ascii", hex("c3bc"), "ü", "a 7-bit charset cannot have these bytes (mailparser)"],
    ["ansi_x3.4-1968", hex("c3bc"), "ü", "the same, by another name"],
    ["iso-2022-jp", hex("e38182"), "あ", "the same"],
    ["utf-7", hex("c3bc"), "ü", "the same"],
    ["us-ascii", hex("fc"), "ü", "the same, and not UTF-8"],
    ["default", hex("c3bc"), "ü", "no charset"],
    ["8bit", hex("fc"), "ü", "no charset"],
    ["unknown-8bit", hex("c3bc"), "ü", "RFC 1428"],
    ["x-unknown", hex("c3bc"), "ü", "no charset"],
    ["base64", latin1("SGk="), "SGk=", "no charset"],
    ["", hex("c3bc"), "ü", "no charset"],
    [null, hex("c3bc"), "ü", "UTF-8 is what is most likely"],
    [null, hex("c3bcc3"), "ü", "cut within a character"],
    [null, hex("fcdf"), "üß", "windows-1252 has a letter for every byte"],
    [null, hex("efbbbf41"), "A", "with a byte order mark"],
    [null, hex("fffe48006900"), "Hi", "with a byte order mark"],
    [null, latin1("\x1b$BF|K\\8l\x1b(B!"), "日本語!", "RFC 1468: its escape sequences (Thunderbird)"],
    ["us-ascii", latin1("\x1b$BF|\x1b(B"), "日", "the same"],
    [null, latin1("\x1b$)C\x0e0!\x0f"), "가", "RFC 1557: its escape sequence"],
  ])("of the label %j and %o reads %j: %s", (label, bytes, text) => {
    expect(decodeCharset(bytes, label)).toBe(text);
  });

  it.each(["x-unknown", "default", "8bit", "unknown-8bit", "binary", "base64", "x-user-defined", "", "euc-tw", "�"])(
    "of the label %j is of no known charset",
    (label) => expect(isKnownCharset(label)).toBe(false),
  );

  it.each<[string, boolean]>([
    ["utf-8", false],
    ["utf8", false],
    ["ISO-8859-1", false],
    ["cp850", false],
    ["utf_8", true],
    ["UTF-8;", true],
    ["iso8859_1", true],
  ])("of the label %j: the name is guessed: %s", (label, isGuessed) => {
    expect(resolveCharset(label)?.isGuessed).toBe(isGuessed);
  });

  it("can be read for any label and bytes", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom("utf-16", "iso-2022-kr", "hz", "big5", "cp850", "utf-7", "utf-32")),
        fc.uint8Array({ maxLength: 200 }),
        (label, bytes) => {
          expect(typeof decodeCharset(bytes, label)).toBe("string");
          expect(typeof decodeHtmlCharset(bytes, label)).toBe("string");
        },
      ),
    );
  });

  it("in UTF-8 is read as written, labelled or not", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.startsWith("\ufeff") && !text.includes("\x1b"));
        for (const label of ["utf-8", "utf8", null, "x-unknown"])
          expect(decodeCharset(Buffer.from(text), label)).toBe(text);
      }),
    );
  });
});

describe("HTML", () => {
  const letter = hex("93fa");
  const html = (start: string) => Buffer.concat([latin1(start), letter]);
  it.each<[label: string | null, start: string, isShiftJis: boolean, authority: string]>([
    [null, "<meta charset=shift_jis>", true, "HTML §13.2.3.2"],
    [null, "<META CHARSET='Shift_JIS'>", true, "case does not count"],
    [null, '<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">', true, "HTML §13.2.3.2"],
    [null, '<meta content="text/html;charset = shift_jis" http-equiv=content-type>', true, "in any order"],
    [null, '<?xml version="1.0" encoding="shift_jis"?><html>', true, "HTML §13.2.3.2: an XML encoding"],
    [null, "<!-- <meta charset=utf-8> --><meta charset=shift_jis>", true, "comments do not count"],
    [null, `<style>${" ".repeat(3000)}</style><meta charset=shift_jis>`, true, "behind a style sheet"],
    ["us-ascii", "<meta charset=shift_jis>", true, "a label that cannot be right"],
    ["x-unknown", "<meta charset=shift_jis>", true, "an unknown label"],
    ["windows-1252", "<meta charset=shift_jis>", false, "the label comes first"],
    [null, "<!-- <meta charset=shift_jis> -->", false, "a comment"],
    [null, '<meta name=description content="charset=shift_jis">', false, "no http-equiv"],
    [null, "<p>charset=shift_jis", false, "text"],
  ])("labelled %j that begins with %j is in the charset that it names: %s", (label, start, isShiftJis) => {
    expect(decodeHtmlCharset(html(start), label).endsWith("日")).toBe(isShiftJis);
  });

  it("that names UTF-16 in ASCII letters is UTF-8", () => {
    expect(decodeHtmlCharset(Buffer.from("<meta charset=utf-16>ü"), null)).toBe("<meta charset=utf-16>ü");
  });
});
