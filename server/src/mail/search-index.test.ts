import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { createHeaderIndex } from "./header-index.ts";
import { ParsedMail } from "./parsed-mail.ts";
import { createContentIndex, extractSearchText, readFoldedValues } from "./search-index.ts";
import {
  createTextSignature,
  mayContainTerm,
  prepareTerm,
  sourceContainsTerm,
  type TextSignature,
} from "./text-signature.ts";

const index = (lines: readonly string[]) => {
  const parsed = new ParsedMail(createMail(lines));
  return { ...createHeaderIndex(parsed), ...createContentIndex(parsed) };
};

describe("the search index", () => {
  it("has names and both spellings of addresses, each between line ends", () => {
    const { from, to, bcc } = index(["From: JO <jo@M\u00fcnchen.example>", "To: Zoe <zoe@example.net>", "", ""]);
    expect(from).toBe("\njo\njo@m\u00fcnchen.example\njo@xn--mnchen-3ya.example\n\njo@example.com\n");
    expect(to).toBe("\nzoe\nzoe@example.net\n");
    expect(bcc).toBe("");
  });

  it("lists a recipient that no field names as hidden", () => {
    const { to, cc, bcc } = index(["To: max@example.org", "Cc: team@example.org", "", ""]);
    expect(to).toContain("\nzoe@example.net\n");
    expect(bcc).toBe("\nzoe@example.net\n");
    expect(cc).toBe("\n\nteam@example.org\n");
  });

  it("has the names of attachments up to 256 Ki characters in total", () => {
    const part = (name: string) => [
      "--b",
      `Content-Type: application/pdf; name="${name}"`,
      "Content-Disposition: attachment",
      "",
      "x",
    ];
    const long = "n".repeat(2_000);
    const parts = Array.from({ length: 300 }, (_, at) => part(`${at}${long}`)).flat();
    const { filenames } = index(["Content-Type: multipart/mixed; boundary=b", "", ...parts, ...part("A.pdf"), "--b--"]);
    expect(filenames.length).toBeLessThanOrEqual(256 * 1024);
    expect(filenames).toContain("\na.pdf\n");
    expect(filenames.split("\n")[1]).toBe(`0${"n".repeat(1_023)}`);
  });
});

it("the searched text has all parts of the body, and the visible text of HTML", () => {
  const mail = createMail([
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "Text  ONE",
    "--b",
    "Content-Type: text/html",
    "",
    "<p title=hidden>Text two",
    "--b--",
  ]);
  expect(extractSearchText(mail)).toBe("text one text two");
});

it("the values of a field are folded, up to 1 MiB in total", () => {
  const mail = createMail(["X: ONE  two", ...Array<string>(40).fill(`X: ${"x".repeat(60_000)}`), "Y: other", "", ""]);
  const values = readFoldedValues(mail, "x");
  expect(values[0]).toBe("one two");
  expect(values).toHaveLength(19);
});

describe("the signature of a text", () => {
  const seen = (signature: TextSignature, raw: Buffer, text: string) => {
    const term = prepareTerm(text);
    return [mayContainTerm(signature, term), sourceContainsTerm(raw, signature, term)];
  };

  it.each<[string, readonly string[], string, readonly [boolean, boolean]]>([
    ["finds a term in unencoded text", ["", "Hello Zoe"], "zoe", [true, true]],
    ["finds it in small letters as well", ["", "hello zoe"], "zoe", [true, true]],
    ["rules out a term that does not occur", ["", "Hello Zoe"], "max", [false, false]],
    ["does not search the source for a long term", ["", "x".repeat(2_000)], "x".repeat(1_500), [true, false]],
    ["finds every term in no text", ["", ""], "", [true, false]],
    ["has no range in base64", ["Content-Transfer-Encoding: base64", "", "SGVsbG8gWm9l"], "zoe", [true, false]],
    [
      "has no range in another charset",
      ["Content-Type: text/plain; charset=utf-7", "", "Hello Zoe"],
      "zoe",
      [true, false],
    ],
    ["has no range with escape sequences", ["", "\u001b(B Hello Zoe"], "zoe", [true, false]],
    ["has no range in HTML", ["Content-Type: text/html", "", "<p>Hello Zoe"], "zoe", [true, false]],
  ])("%s", (_, lines, text, expected) => {
    const mail = createMail(lines);
    expect(seen(createTextSignature(mail), mail.raw(), text)).toEqual(expected);
  });
});
