import fc from "fast-check";
import { Libmime } from "libmime";
import { describe, expect, it } from "vitest";
import { decodeEncodedWords, decodeFieldBytes } from "./encoded-words.ts";

const decode = (text: string) => decodeEncodedWords(decodeFieldBytes(Buffer.from(text, "latin1")));

describe("encoded words", () => {
  it.each<[source: string, text: string, authority: string]>([
    ["=?ISO-8859-1?Q?a?=", "a", "RFC 2047 §8"],
    ["=?ISO-8859-1?Q?a?= b", "a b", "RFC 2047 §8"],
    ["=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab", "RFC 2047 §8"],
    ["=?ISO-8859-1?Q?a?=  \r\n  =?ISO-8859-1?Q?b?=", "ab", "RFC 2047 §8"],
    ["=?ISO-8859-1?Q?a_b?=", "a b", "RFC 2047 §8"],
    ["=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b", "RFC 2047 §8"],
    ["=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore", "RFC 2231 §5"],
    ["=?utf-8*de-AT?B?w7w=?=", "ü", "RFC 2231 §5"],
    ["=?utf-8?q?=c3=bc?=", "ü", "lower-case digits: common"],
    ["=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC?=", "Grü", "a character over two words (MimeKit, postal-mime)"],
    ["=?utf-8?Q?=E2?=\r\n =?utf-8?Q?=82?=\r\n =?UTF-8?Q?=AC!?=", "€!", "a character over three"],
    ["=?utf-8?B?R3LD?= =?utf-8?B?vA==?=", "Grü", "the same in base64"],
    ["=?utf-8?B?R3LDvMO?= =?utf-8?B?f?=", "Grüß", "a group of base64 over two words (Zammad)"],
    ["=?utf-8?B?R3I=?= =?utf-8?B?w7w=?=", "Grü", "each with its own padding"],
    [
      "=?gb2312?B?ObrFo6zJz7qjuqPPyg?=\r\n\t=?gb2312?B?teq98czsv6rStQ?=",
      "9号，上海海鲜店今天开业",
      "RFC 2047 §6.2, without padding (postal-mime)",
    ],
    ["=?gb2312?Q?=B9?= =?gb2312?Q?=FA!?=", "国!", "half a character of two bytes"],
    ["=?gb2312?Q?=B9?= =?gb2312?Q?=B9=FA?=", "�国", "half a character that is missing does not spoil the next word"],
    ["=?iso-2022-jp?B?GyRCJUY=?= =?iso-2022-jp?B?JTklSBsoQg==?=", "テスト", "RFC 2047 §3 forbids it; Becky!"],
    ["=?iso-2022-jp?B?GyRCJUYbKEI=?= =?iso-2022-jp?B?GyRCJTkbKEI=?=", "テス", "each begins in ASCII (RFC 2047 §3)"],
    ["=?utf-8?Q?a?==?utf-8?Q?b?=", "ab", "without a blank between (libmime)"],
    ["(=?utf-8?Q?=C3=BC?=)", "(ü)", "in parentheses: RFC 2047 §5 (2)"],
    ["x=?utf-8?Q?=C3=BC?=y", "xüy", "without blanks around: common"],
    ["=?utf-8?Q?Hello World?=", "Hello World", "with a blank: common"],
    ["=?utf-8?Q?Are_you_there??=", "Are you there?", "a question mark (Python)"],
    ["=?utf-8?Q?abc =?utf-8?Q?d?=", "=?utf-8?Q?abc d", "a word without end does not take the next one"],
    ["=?iso-8859-1?Q?Gr\xfc\xdfe?=", "Grüße", "raw bytes are in the word's charset"],
    ["=?utf-8?Q?Gr\xc3\xbc?=", "Grü", "raw bytes are in the word's charset"],
    ["=?koi8-r?Q?\xf0?= \xc3\xbc", "П ü", "and the rest of the field is in its own"],
    ["=?x-unknown?Q?=C3=BC?=", "ü", "an unknown charset"],
    ["=?us-ascii?Q?=C3=BC?=", "ü", "a charset that cannot be right"],
    ["=?cp850?Q?=82?=", "é", "IANA"],
    ["=?utf-8?X?abc?=", "=?utf-8?X?abc?=", "RFC 2047 §6.3"],
    ["=?utf-8?Q?abc", "=?utf-8?Q?abc", "no end"],
    ["=?=?utf-8?Q?a?=", "=?a", "an opening before a word"],
    ["a =?utf-8?Q??= b", "a  b", "no text: libmime"],
    ["\x1b$BF|\x1b(B =?utf-8?Q?a?=", "日 a", "escape sequences without a word"],
  ])("%j read %j: %s", (source, text) => {
    expect(decode(source)).toBe(text);
  });

  it("made by libmime decode to the original text", () => {
    const libmime = new Libmime();
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1 }),
        fc.constantFrom("Q" as const, "B" as const),
        fc.integer({ min: 20, max: 75 }),
        (text, encoding, length) => {
          fc.pre(text.isWellFormed() && !text.includes("\x1b"));
          const words = libmime.encodeWord(text, encoding, length);
          expect(decodeEncodedWords(words)).toBe(text);
        },
      ),
    );
  });

  it("split at any byte decode to the original text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 45 }),
        (text, length) => {
          fc.pre(text.isWellFormed() && !text.includes("\ufffd") && !text.includes("\ufeff"));
          const bytes = Buffer.from(text);
          const words: string[] = [];
          for (let at = 0; at < bytes.length; at += length) {
            words.push(`=?utf-8?B?${bytes.toString("base64", at, at + length)}?=`);
          }
          expect(decodeEncodedWords(words.join("\r\n "))).toBe(text);
        },
      ),
    );
  });

  it("can be decoded from any text", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[=?a-cBQ*\-_ 8üF0-9]{0,60}$/), (text) => {
        expect(typeof decodeEncodedWords(text)).toBe("string");
      }),
    );
  });
});

describe("raw bytes in a header field", () => {
  it.each<[bytes: string, charset: string | null, text: string]>([
    ["Gr\xc3\xbc\xc3\x9fe", "gb2312", "Grüße"],
    ["Gr\xfc\xdfe", null, "Grüße"],
    ["\xd6\xd0", "gb2312", "中"],
    ["\x93\xfa", "shift_jis", "日"],
    ["\xfc", "utf-8", "ü"],
    ["\xfc", "us-ascii", "ü"],
    ["\xfc", "x-unknown", "ü"],
    ["a\xd6", "gb2312", "aÖ"],
  ])("%j of a message in %j read %j", (bytes, charset, text) => {
    expect(decodeFieldBytes(Buffer.from(bytes, "latin1"), () => charset)).toBe(text);
  });
});
