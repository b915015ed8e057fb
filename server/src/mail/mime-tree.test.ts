import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitrarySource } from "../../test/support/arbitrary-source.ts";
import { createMail } from "../../test/support/create-mail.ts";
import { naiveMimeTree } from "../../test/support/naive-mime-tree.ts";
import { type MimeTree, scanMimeTree } from "./mime-tree.ts";
import { parseMail } from "./parsed-mail.ts";
import { listParts } from "./parts.ts";
import { ScanLimitError } from "./scan-limits.ts";

/** number, type and body of each part. */
const shape = (lines: readonly string[]) => {
  const mail = createMail(lines);
  return listParts(mail).map(({ number, type, body, end }) => [number, type, mail.raw().toString("latin1", body, end)]);
};

describe("the MIME tree", () => {
  it("of a plain message is the message", () => {
    expect(shape(["Subject: x", "", "Hello", ""])).toEqual([["0", "text/plain", "Hello\r\n"]]);
  });

  it("takes a part of a digest without a type for a message (RFC 2046 §5.1.5)", () => {
    const source = [
      "Content-Type: multipart/digest; boundary=b",
      "",
      "--b",
      "",
      "Subject: x",
      "",
      "Hello",
      "--b--",
      "",
    ];
    const { tree } = parseMail(createMail(source));
    expect(tree.entities.map(({ contentType }) => contentType.value)).toContain("message/rfc822");
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

  it("continues into an enclosed message", () => {
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

  it("ends inner parts at an outer boundary", () => {
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
    expect([nested.entities.length, nested.isTruncated]).toEqual([101, true]);
    const flat = scanMimeTree(
      Buffer.from(["Content-Type: multipart/mixed; boundary=b", "", ...Array(9_000).fill("--b\r\n\r\nx")].join("\r\n")),
    );
    expect([flat.entities.length, flat.isTruncated]).toEqual([5_000, true]);
  });

  it("of any bytes has nested, ordered ranges", () => {
    fc.assert(
      fc.property(arbitrarySource, (raw) => {
        const { entities, root } = scanMimeTree(raw);
        expect([root.start, root.end]).toEqual([0, raw.length]);
        for (const entity of entities) {
          expect(entity.start).toBeLessThanOrEqual(entity.bodyStart);
          expect(entity.bodyStart).toBeLessThanOrEqual(entity.end);
          let before = entity.bodyStart;
          for (const child of entity.children) {
            // The offsets of a decoded entity start at its decoded body.
            if (child.encodedIn === entity) before = 0;
            expect(child.start).toBeGreaterThanOrEqual(before);
            expect(child.end).toBeLessThanOrEqual(child.encodedIn === entity ? child.source.length : entity.end);
            before = child.end;
          }
        }
      }),
    );
  });

  it("has the parts of a scan that compares each line with each open delimiter", () => {
    fc.assert(
      fc.property(boundaries, (raw) => {
        expect(ranges(scanMimeTree(raw))).toEqual(ranges(naiveMimeTree(raw)));
      }),
      { numRuns: 2_000 },
    );
  });

  it("does not open a multipart whose boundary no line can hold", () => {
    const boundary = "b".repeat(2_000);
    const source = [`Content-Type: multipart/mixed; boundary=${boundary}`, "", `--${boundary}`, "", "x"];
    expect(shape(source)).toHaveLength(1);
  });

  it.each([
    ["entities", { entities: 2 }],
    ["fields", { fields: 3 }],
    ["bytes of header", { headerBytes: 80 }],
    ["time", { deadline: 0 }],
  ])("is not read where it takes more %s than it may", (_, limit) => {
    const any = Number.POSITIVE_INFINITY;
    const limits = { entities: any, fields: any, headerBytes: any, encodedBytes: any, deadline: any };
    const parts = Array.from({ length: 200 }, () => "--b\r\nX-One: 1\r\n\r\nx\r\n");
    const raw = Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join("")}--b--\r\n`);
    expect(ranges(scanMimeTree(raw, limits))).toEqual(ranges(scanMimeTree(raw)));
    expect(() => scanMimeTree(raw, { ...limits, ...limit })).toThrow(ScanLimitError);
  });
});

const ranges = ({ entities }: MimeTree) =>
  entities.map(({ number, start, bodyStart: body, end, isClosed: closed }) => ({ number, start, body, end, closed }));

/** Multiparts that share boundaries, or whose boundaries begin or end with those of others. */
const multipart = (text: string) => `Content-Type: multipart/mixed; boundary="${text}"\n`;
const boundary = fc.constantFrom("a", "a", "a", "aa", "a--", "a----", "--a", "-", "--", "a b", "a  --", "ä");
const delimiter = fc
  .tuple(boundary, fc.constantFrom("", "--", "-", "x", "----"), fc.constantFrom("", " ", "\t ", " x", "\r", " --"))
  .map(([text, end, padding]) => `--${text}${end}${padding}`);
const boundaries = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: delimiter },
        { weight: 2, arbitrary: boundary.map(multipart) },
        { weight: 2, arbitrary: fc.tuple(boundary, boundary).map(([text, own]) => `--${text}\n${multipart(own)}`) },
        fc.constantFrom("", "text", "X: y", " folded", "Content-Type: message/rfc822\n"),
      ),
      { maxLength: 40 },
    ),
    fc.constantFrom("\r\n", "\n"),
  )
  .map(([lines, end]) => Buffer.from(lines.join("\n").replaceAll("\n", end)));

describe("an enclosed message whose header is encoded", () => {
  const enclose = (type: string, encoding: string, ...body: readonly string[]) =>
    scanMimeTree(
      Buffer.from([`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, "", ...body].join("\r\n")),
    ).entities.map(({ number, encodedIn }) => [number, encodedIn?.number ?? null]);
  const INNER = "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHi";

  it.each<[string, string, string, string, boolean]>([
    ["in base64", "message/rfc822", "base64", Buffer.from(INNER).toString("base64"), true],
    ["in quoted-printable", "message/rfc822", "quoted-printable", INNER.replaceAll("=", "=3D"), true],
    ["in quoted-printable without a sign of it", "message/global", "quoted-printable", INNER, true],
    ["not at all, in spite of its label", "message/rfc822", "quoted-printable", INNER, false],
    ["not at all, in spite of the label base64", "message/rfc822", "base64", INNER, false],
  ])("%s is read", (_, type, encoding, body, isEncoded) => {
    const entities = enclose(type, encoding, body);
    expect(entities).toHaveLength(2);
    expect(entities[1]?.[1]).toBe(isEncoded ? "0" : null);
  });

  it("is not read when it is nested too deep", () => {
    let body = INNER;
    for (let level = 0; level < 6; level++)
      body = `Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString("base64")}`;
    const { entities, isTruncated } = scanMimeTree(Buffer.from(body));
    expect(isTruncated).toBe(true);
    expect(entities).toHaveLength(5);
  });
});
