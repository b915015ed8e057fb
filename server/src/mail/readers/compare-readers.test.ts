import type { ReaderField } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { createMail } from "../../../test/support/create-mail.ts";
import { compareReaders } from "./compare-readers.ts";

const HEADER = ["From: Jo <jo@example.com>", "To: zoe@example.net", "Date: Fri, 27 Nov 2026 10:00:00 +0000"];
const TEXT = ["Subject: Hello", ...HEADER, "", "Hi"];

async function compare(source: readonly string[] | Buffer) {
  const readers = await compareReaders(createMail(source));
  const { findings } = readers;
  const differing = readers.fields.filter(({ same }) => !same);
  return { readers, findings, differing, byField: new Map(readers.fields.map((field) => [field.field, field])) };
}

const multipart = (type: string, ...parts: readonly (readonly string[])[]) => [
  "Subject: Hello",
  ...HEADER,
  "MIME-Version: 1.0",
  `Content-Type: multipart/${type}; boundary=b`,
  "",
  ...parts.flatMap((part) => ["--b", ...part]),
  "--b--",
];

describe("readers that agree", () => {
  it.each<[string, readonly string[] | Buffer]>([
    ["a message with a text", TEXT],
    ["line ends and blanks at the end of lines", Buffer.from(`${TEXT.join("\n")}  \t\n\n\nmore \n\n`)],
    [
      "a domain of another script",
      ["From: jo@xn--mnchen-3ya.example", ...TEXT.filter((line) => !line.startsWith("From"))],
    ],
    ["a group of addresses", ["Cc: Team: a@example.com, B <b@example.com>;", ...TEXT]],
    [
      "a text, its HTML and a file",
      multipart(
        "mixed",
        ["Content-Type: text/plain", "", "Hi"],
        ["Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64", "", "AAAA"],
      ),
    ],
  ])("%s: nothing differs", async (_name, source) => {
    const { readers, differing, findings } = await compare(source);
    expect(readers.error).toBeNull();
    expect(differing).toEqual([]);
    expect(findings).toEqual([]);
  });
});

describe("readers that differ", () => {
  it.each<[code: string, field: ReaderField, source: readonly string[] | Buffer]>([
    ["date-invalid", "date", ["Date: yesterday, at noon", "Subject: x", "", "Hi"]],
    ["field-repeated", "from", ["From: a@example.com", "From: b@example.com", "", "Hi"]],
    ["header-charset", "subject", Buffer.from("Subject: Gr\xfc\xdfe\r\n\r\nHi", "latin1")],
    ["charset-missing", "text", Buffer.from("Subject: x\r\nContent-Type: text/plain\r\n\r\nGr\xfc\xdfe\r\n", "latin1")],
    ["charset", "text", Buffer.from("Content-Type: text/plain; charset=us-ascii\r\n\r\nGr\xfc\xdfe\r\n", "latin1")],
    ["header-broken", "text", ["Subject: x", "no field", "", "Hi"]],
  ])("%s: a person sees that %s differs", async (code, field, source) => {
    const { byField, findings } = await compare(source);
    expect(byField.get(field)).toMatchObject({ same: false, visible: true, reason: { code } });
    expect(findings).toMatchObject([{ code: "readers-differ", severity: "info", where: { in: "message" } }]);
    expect(findings[0]?.text).toContain(field);
  });

  it.each<[code: string, field: ReaderField, source: readonly string[]]>([
    [
      "text-from-html",
      "text",
      ["Subject: x", "MIME-Version: 1.0", "Content-Type: text/html", ...HEADER, "", "<p>Hi</p>"],
    ],
    [
      "type-from-name",
      "attachments",
      multipart("mixed", ["Content-Type: application/octet-stream; name=a.pdf", "", "%PDF"]),
    ],
    [
      "text-joined",
      "html",
      multipart("mixed", ["Content-Type: text/html", "", "<p>Hi</p>"], ["Content-Type: text/html", "", "<p>you</p>"]),
    ],
  ])("%s: %s differs, but nobody sees it", async (code, field, source) => {
    const { byField, findings } = await compare(source);
    expect(byField.get(field)).toMatchObject({ same: false, visible: false, reason: { code } });
    expect(findings).toEqual([]);
  });

  it("structure-broken: they find other parts in a multipart that is never opened", async () => {
    const { differing, findings } = await compare([
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--c",
      "",
      "Hi",
      "--c--",
    ]);
    expect(differing.map(({ reason }) => reason?.code)).toContain("structure-broken");
    expect(findings).toHaveLength(1);
  });

  it("shows the lines around the first difference of long texts, and no more than 2,000 characters", async () => {
    const lines = Array.from({ length: 5_000 }, (_, number) => `Line ${number}`).join("\r\n");
    const before = `${lines}\r\nIn front of it: `;
    const { byField } = await compare(Buffer.from(`Subject: x\r\n\r\n${before}Gr\xfc\xdfe\r\n${lines}`, "latin1"));
    const { differsAt, mailglass, mailparser } = byField.get("text") ?? {};
    expect(differsAt).toBe(before.replaceAll("\r\n", "\n").length + 2);
    expect(mailglass?.text).toMatch(/^In front of it: Grüße\nLine 0\n/);
    expect(mailparser?.text).toMatch(/^In front of it: Gr\ufffd\ufffde\nLine 0\n/);
    expect(mailglass?.text).toHaveLength(2_000);
    expect(mailglass?.start).toBe(lines.replaceAll("\r\n", "\n").length + 1);
    expect(mailglass?.length).toBe(mailparser?.length);
  });

  it("says why mailparser gives up", async () => {
    const { readers, findings } = await compare(["Subject: x", `X-Long: ${"x".repeat(1_100_000)}`, "", "Hi"]);
    expect(readers).toMatchObject({ error: expect.stringMatching(/header/i), fields: [] });
    expect(findings).toMatchObject([{ code: "readers-differ", text: expect.stringContaining("cannot read") }]);
  });
});
