import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mailOf } from "../../test/support/mail-of.ts";
import { anySource } from "../../test/support/sources.ts";
import { scanMimeTree } from "./mime-tree.ts";
import { parts } from "./parts.ts";

/** number, type and body of each part. */
const shape = (lines: readonly string[]) => {
  const mail = mailOf(lines);
  return parts(mail).map(({ number, type, body, end }) => [number, type, mail.raw().toString("latin1", body, end)]);
};

describe("the MIME tree", () => {
  it("of a plain message is the message", () => {
    expect(shape(["Subject: x", "", "Hello", ""])).toEqual([["0", "text/plain", "Hello\r\n"]]);
  });

  it("numbers enclosed parts as IMAP does", () => {
    const source = [
      "Content-Type: multipart/mixed; boundary=outer",
      "",
      "preamble",
      "--outer",
      'Content-Type: multipart/alternative; boundary="in ner"',
      "",
      "--in ner",
      "",
      "text",
      "--in ner",
      "Content-Type: text/html",
      "",
      "<p>",
      "--in ner--",
      "epilogue",
      "--outer  ",
      "Content-Type: image/png",
      "",
      "png",
      "--outer--",
      "the end",
    ];
    const [root, ...enclosed] = shape(source);
    expect(root?.[0]).toBe("0");
    expect(enclosed.map(([number, type]) => [number, type])).toEqual([
      ["1", "multipart/alternative"],
      ["1.1", "text/plain"],
      ["1.2", "text/html"],
      ["2", "image/png"],
    ]);
    expect(enclosed.filter(([, type]) => !type?.startsWith("multipart/")).map(([, , body]) => body)).toEqual([
      "text",
      "<p>",
      "png",
    ]);
  });

  it("goes on into an enclosed message", () => {
    const source = [
      "Content-Type: message/rfc822",
      "",
      "Subject: inner",
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "",
      "text",
      "--b--",
    ];
    expect(shape(source).map(([number, type]) => [number, type])).toEqual([
      ["0", "message/rfc822"],
      ["1", "multipart/mixed"],
      ["1.1", "text/plain"],
    ]);
  });

  it.each<[string, readonly string[], unknown]>([
    ["an unterminated multipart ends with the source", ["--b", "", "one", "--b", "", "two"], ["one", "two"]],
    ["a longer boundary is another one", ["--b", "", "one", "--bb", "two", "--b--"], ["one\r\n--bb\r\ntwo"]],
    ["dashes within a line are text", ["--b", "", "x --b", "--b--"], ["x --b"]],
    ["a part may be empty", ["--b", "", "--b", "--b--"], ["", ""]],
    ["a header may be cut off by the boundary", ["--b", "Content-Type: text/html", "--b--"], [""]],
  ])("%s", (_, body, bodies) => {
    const found = shape(["Content-Type: multipart/mixed; boundary=b", "", ...body]).slice(1);
    expect(found.map(([, , text]) => text)).toEqual(bodies);
  });

  it("ends inner parts where an outer boundary comes", () => {
    const source = [
      "Content-Type: multipart/mixed; boundary=a",
      "",
      "--a",
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "",
      "inner",
      "--a",
      "",
      "outer",
      "--a--",
    ];
    expect(
      shape(source)
        .map(([number, , body]) => [number, body])
        .slice(2),
    ).toEqual([
      ["1.1", "inner"],
      ["2", "outer"],
    ]);
  });

  it("stops at 100 levels and at 5,000 parts", () => {
    const deep = Array.from({ length: 1_000 }, (_, level) => [
      `Content-Type: multipart/mixed; boundary=b${level}x`,
      "",
      `--b${level}x`,
    ]);
    const nested = scanMimeTree(Buffer.from(deep.flat().join("\r\n")));
    expect([nested.entities.length, nested.cut]).toEqual([101, true]);
    const flat = scanMimeTree(
      Buffer.from(["Content-Type: multipart/mixed; boundary=b", "", ...Array(9_000).fill("--b\r\n\r\nx")].join("\r\n")),
    );
    expect([flat.entities.length, flat.cut]).toEqual([5_000, true]);
  });

  it("of any bytes is made of ranges that lie within each other and in order", () => {
    fc.assert(
      fc.property(anySource, (raw) => {
        const { entities, root } = scanMimeTree(raw);
        expect([root.start, root.end]).toEqual([0, raw.length]);
        for (const entity of entities) {
          expect(entity.start).toBeLessThanOrEqual(entity.body);
          expect(entity.body).toBeLessThanOrEqual(entity.end);
          let before = entity.body;
          for (const child of entity.children) {
            expect(child.start).toBeGreaterThanOrEqual(before);
            expect(child.end).toBeLessThanOrEqual(entity.end);
            before = child.end;
          }
        }
      }),
    );
  });
});
