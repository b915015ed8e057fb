import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { readBodyHtml, readBodyText } from "./body-text.ts";
import { listAttachments, listParts, readPart } from "./parts.ts";

const mixed = (...lines: readonly string[]) =>
  createMail(["Content-Type: multipart/mixed; boundary=b", "", ...lines, "--b--", ""]);
const single = (fields: readonly string[], body: Buffer | string) =>
  createMail(Buffer.concat([Buffer.from([...fields, "", ""].join("\r\n")), Buffer.from(body)]));

/** Big- or little-endian, with the mark that says so. */
const utf16 = (end: "be" | "le") => {
  const bytes = Buffer.from("\ufeffGrüße", "utf16le");
  return end === "le" ? bytes : bytes.swap16();
};

describe("the text of a message", () => {
  it.each<[string, readonly string[], Buffer | string, string]>([
    ["as it is", [], "Hello", "Hello"],
    ["in UTF-8", ["Content-Type: text/plain; charset=UTF-8"], "Grüße", "Grüße"],
    ["in UTF-8 that does not say so", [], "Grüße", "Grüße"],
    ["in Latin-1 that does not say so", [], Buffer.from("Grüße", "latin1"), "Grüße"],
    [
      "in quoted-printable",
      ["Content-Transfer-Encoding: Quoted-Printable"],
      "Gr=C3=BC=\r\n=c3=9fe =3D =zz",
      "Grüße = =zz",
    ],
    ["in base64", ["Content-Transfer-Encoding: base64"], "R3LD\r\nvMOf\r\nZQ==", "Grüße"],
    ["in base64 of two pieces", ["Content-Transfer-Encoding: base64"], "R3LDvMOfZQ==\r\nIQ==", "Grüße!"],
    ["in Shift_JIS", ["Content-Type: text/plain; charset=shift_jis"], Buffer.from([0x83, 0x65, 0x83, 0x58]), "テス"],
    ["in an unknown charset", ["Content-Type: text/plain; charset=x-none"], "Grüße", "Grüße"],
    ["flowed", ["Content-Type: text/plain; format=flowed"], "one \r\ntwo", "one two"],
    ["in base64, with a comment", ["Content-Transfer-Encoding: base64 (RFC 2045)"], "R3LDvMOfZQ==", "Grüße"],
    ["in base64, in quotes", ['Content-Transfer-Encoding: "base64"'], "R3LDvMOfZQ==", "Grüße"],
    ["in UTF-16, its beginning says which", ["Content-Type: text/plain; charset=utf-16"], utf16("be"), "Grüße"],
    ["in UTF-16 the other way round", ["Content-Type: text/plain; charset=utf-16"], utf16("le"), "Grüße"],
    ["in UTF-8 that begins with a mark", [], "\ufeffGrüße", "Grüße"],
  ])("is read %s", (_, fields, body, text) => {
    expect(readBodyText(single(fields, body))?.replace(/\r/g, "")).toBe(text);
  });

  it.each([
    "text/html; charset=iso-8859-1",
    "text/html (nice) ; charset=iso-8859-1",
    "(very (nice)) text/html; charset=iso-8859-1",
    "text/html(; or not); charset=iso-8859-1",
    "text / html; charset=iso-8859-1",
    "Text/HTML charset=iso-8859-1",
    "text/html, charset=iso-8859-1",
    "text/html\r\n charset=iso-8859-1;",
    "text/html;charset=iso-8859-1 (Latin)",
  ])("is HTML where its type is written %j", (type) => {
    expect(readBodyHtml(single([`Content-Type: ${type}`], Buffer.from("<p>Grüße", "latin1")))).toBe("<p>Grüße");
  });

  it("is split at the boundary as written, even if the boundary looks like an encoded word", () => {
    const boundary = "=?utf-8?Q?b?=";
    const mail = single(
      [`Content-Type: multipart/mixed; boundary="${boundary}"`],
      `--${boundary}\r\n\r\none\r\n--${boundary}--`,
    );
    expect(readBodyText(mail)).toBe("one");
  });

  it("consists of all text parts, without attachments and enclosed messages", () => {
    const mail = mixed(
      "--b",
      "",
      "one",
      "--b",
      "Content-Type: text/html",
      "",
      "<p>",
      "--b",
      "Content-Type: text/plain; name=a.txt",
      "Content-Disposition: attachment",
      "",
      "attached",
      "--b",
      "Content-Type: message/rfc822",
      "",
      "Subject: x",
      "",
      "enclosed",
      "--b",
      "",
      "two",
    );
    expect(readBodyText(mail)).toBe("one\ntwo");
    expect(readBodyHtml(mail)).toBe("<p>");
    expect(listAttachments(mail).map(({ filename, type }) => [filename, type])).toEqual([
      ["a.txt", "text/plain"],
      ["part-4.eml", "message/rfc822"],
    ]);
  });

  it("is truncated at 16 MiB", () => {
    const part = `--b\r\n\r\n${"x".repeat(10 * 1024 * 1024)}`;
    expect(readBodyText(mixed(part, part))?.length).toBe(16 * 1024 * 1024 + 1);
  });

  it("is null if there is none", () => {
    const mail = single(["Content-Type: application/pdf"], "%PDF\0");
    expect([readBodyText(mail), readBodyHtml(mail)]).toEqual([null, null]);
    expect(listAttachments(mail)).toMatchObject([{ part: "0", filename: "part-0.pdf", size: 5 }]);
  });
});

describe("a part", () => {
  it("has the name from its disposition, even if that is malformed", () => {
    const named = (disposition: string) =>
      listAttachments(single(["Content-Type: application/pdf", `Content-Disposition: ${disposition}`], "x"))[0]
        ?.filename;
    for (const written of [
      "attachment; filename=a.pdf",
      "attachment filename=a.pdf",
      "filename=a.pdf",
      "; filename=a.pdf",
    ])
      expect(named(written)).toBe("a.pdf");
  });

  it("returns its decoded bytes by number", () => {
    const mail = mixed("--b", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "iVBORw0K");
    expect(readPart(mail, "1")).toMatchObject({
      part: { type: "image/png", size: 6 },
      bytes: Buffer.from("\x89PNG\r\n", "latin1"),
    });
    expect(readPart(mail, "7")).toBeUndefined();
  });

  it.each([
    ['Content-Disposition: attachment; filename="a b.txt"', "a b.txt"],
    ["Content-Disposition: attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.txt", "Grüße.txt"],
    ['Content-Disposition: attachment; filename*0="Gr"; filename*1="ab.txt"', "Grab.txt"],
    ["Content-Disposition: attachment; filename==?utf-8?Q?Gr=C3=BC=C3=9Fe.txt?=", "Grüße.txt"],
    ['Content-Type: text/plain; name="old.txt"', "old.txt"],
  ])("has its name from %s", (field, filename) => {
    expect(listAttachments(mixed("--b", field, "", "x"))).toMatchObject([{ filename }]);
  });

  it("is inline if the HTML refers to it, or if its disposition says so", () => {
    const mail = mixed(
      "--b",
      "Content-Type: text/html",
      "",
      '<img src="cid:one%40x">',
      "--b",
      "Content-Type: image/png",
      "Content-ID: <one@x>",
      "",
      "1",
      "--b",
      "Content-Type: image/png",
      "Content-ID: <two@x>",
      "",
      "2",
      "--b",
      "Content-Type: image/png",
      "Content-Disposition: inline",
      "",
      "3",
    );
    expect(listAttachments(mail).map(({ inline, inHtml }) => [inline, inHtml])).toEqual([
      [true, true],
      [false, false],
      [true, false],
    ]);
  });

  it("are not shown by the HTML that links to them, unless they are pictures", () => {
    const mail = createMail([
      "Content-Type: multipart/related; boundary=b",
      "",
      "--b",
      "Content-Type: text/html",
      "",
      "<a href=cid:report@x>report</a>",
      "--b",
      "Content-Type: application/pdf",
      "Content-ID: <report@x>",
      "",
      "1",
      "--b--",
    ]);
    expect(listAttachments(mail)).toMatchObject([{ inline: true, inHtml: false }]);
  });
});

it.each([0, 1, 57, 58, 74, 75, 76, 299, 300, 301, 5_700, 100_000])(
  "the size of %i bytes in base64 is not an estimate",
  (size) => {
    const base64 = Buffer.alloc(size, 7)
      .toString("base64")
      .replace(/.{1,76}/g, "$&\r\n");
    for (const body of [
      base64,
      `${base64}\r\n`,
      base64.trimEnd(),
      base64.replaceAll("\r", ""),
      `${base64}A`,
      ` ${base64}`,
    ]) {
      const mail = createMail(`Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}`);
      expect(listParts(mail)[0]?.size).toBe(readPart(mail, "0")?.bytes.length);
    }
  },
);
