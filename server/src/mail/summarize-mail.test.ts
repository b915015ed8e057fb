import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { ParsedMail } from "./parsed-mail.ts";
import { summarizeMail } from "./summarize-mail.ts";

const row = (source: Buffer | readonly string[]) => summarizeMail(new ParsedMail(createMail(source), 64 * 1024));
const html = (body: string) => row(["Content-Type: text/html", "", body]).snippet;

describe("the row of a message", () => {
  it("shows a lost character even at the end of a short subject", () => {
    expect(row(["Subject: Gr=?utf-8?Q?=C3?=", "", ""]).subject).toBe("Gr\ufffd");
    expect(row(["Subject: x", "", "ab ".repeat(66) + "x😀"]).snippet).toBe("ab ".repeat(66) + "x");
  });

  it.each([
    { fields: ["References: <a@x.example>\r\n <b@x.example>", "In-Reply-To: <b@x.example>"], threadId: "a@x.example" },
    { fields: ["In-Reply-To: <b@x.example>"], threadId: "b@x.example" },
    { fields: ["References: no id", "In-Reply-To: your mail"], threadId: "c@x.example" },
    { fields: [], threadId: "c@x.example" },
  ])("names the thread $threadId for $fields", ({ fields, threadId }) => {
    expect(row([...fields, "Message-ID: <c@x.example>", "", ""]).threadId).toBe(threadId);
  });

  it("has the values of the header, decoded and on one line", () => {
    expect(
      row([
        "From: =?utf-8?Q?J=C3=B6?= <jo@example.com>, max@example.com",
        "To: zoe@example.net",
        "To: Team <team@example.net>",
        "Cc: cc@example.net",
        "Bcc: bcc@example.net",
        "Reply-To: help@example.com",
        "Subject: =?utf-8?Q?Hello=0Athere?=\r\n you",
        "Message-ID: <1@example.com>",
        "",
        "text",
      ]),
    ).toEqual({
      from: { name: "Jö", address: "jo@example.com" },
      to: [
        { name: "", address: "zoe@example.net" },
        { name: "Team", address: "team@example.net" },
      ],
      cc: [{ name: "", address: "cc@example.net" }],
      bcc: [{ name: "", address: "bcc@example.net" }],
      replyTo: [{ name: "", address: "help@example.com" }],
      subject: "Hello there you",
      messageId: "1@example.com",
      threadId: "1@example.com",
      snippet: "text",
      attachmentCount: 0,
      hasHtml: false,
      addressCounts: { to: 2, cc: 1, bcc: 1, replyTo: 1 },
    });
  });

  it("truncates long texts with an ellipsis, and has at most 20 addresses per field", () => {
    const long = "n".repeat(5_000);
    const list = Array.from({ length: 300 }, (_, index) => `"${long}" <a${index}${long}@example.com>`).join(", ");
    const { to, subject, messageId, addressCounts } = row([
      `To: ${list.slice(0, 1_000_000)}`,
      `Subject: ${long}`,
      `Message-ID: <${long}@example.com>`,
      "",
      "",
    ]);
    const cut = `${"n".repeat(999)}…`;
    expect([subject, messageId, to[0]?.name]).toEqual([cut, cut, cut]);
    expect(to).toHaveLength(20);
    expect(to[19]?.address).toBe(`a19${"n".repeat(996)}…`);
    expect(addressCounts.to).toBe(100);
  });

  it("of an empty message is empty", () => {
    expect(row(Buffer.alloc(0))).toMatchObject({ from: null, to: [], subject: "", messageId: "", snippet: "" });
  });

  it("begins with the text, blanks collapsed, at most 200 complete characters", () => {
    expect(row(["", "Hello\tZoe,", "", "  how are   you?"]).snippet).toBe("Hello Zoe, how are you?");
    expect(row(["", "x".repeat(300)]).snippet).toBe("x".repeat(200));
    expect(row(["", `${"x".repeat(199)}😊`]).snippet).toBe("x".repeat(199));
  });

  it("shows the visible text of HTML", () => {
    expect(html("<style>p{}</style><title>t</title><!-- c --><p>Hi &amp; <b>bye</b>&nbsp;now</p><p>1 < 2</p>")).toBe(
      "Hi & bye now 1 < 2",
    );
    expect(html(`<div style="display:none">Preheader\u200c\u00ad</div>${"<br>".repeat(1_000)}Text`)).toBe(
      "Preheader Text",
    );
  });

  it("counts attachments at any position", () => {
    const part = (fields: string, body: string) => `--b\r\n${fields}\r\n\r\n${body}`;
    const source = [
      "Content-Type: multipart/mixed; boundary=b",
      "",
      part("", "x\r\n".repeat(100_000)),
      part("Content-Type: application/pdf", "1"),
      "--b--",
    ];
    expect(row(source)).toMatchObject({ attachmentCount: 1, hasHtml: false });
  });

  const picture = (id: string) => `--b\r\nContent-Type: image/png\r\nContent-ID: <${id}>\r\n\r\n1`;
  const page = (html: string) => `--b\r\nContent-Type: text/html\r\n\r\n${html}`;
  const enclosing = (type: string, ...parts: readonly string[]) =>
    row([`Content-Type: ${type}; boundary=b`, "", ...parts, "--b--"]).attachmentCount;

  it("does not count parts that its HTML shows as attachments", () => {
    expect(enclosing("multipart/related", page('<img src="cid:logo">'), picture("logo"), picture("lost"))).toBe(1);
    expect(enclosing("multipart/mixed", page('<img src="cid:logo">'), picture("logo"))).toBe(0);
    expect(enclosing("multipart/mixed", "--b\r\n\r\ntext", picture("logo"))).toBe(1);
  });

  it("assumes that truncated HTML shows its related parts", () => {
    const long = page(`<p>${"x".repeat(100_000)}<img src="cid:logo">`);
    expect(enclosing("multipart/related", long, picture("logo"))).toBe(0);
    expect(enclosing("multipart/mixed", long, picture("logo"))).toBe(1);
  });
});
