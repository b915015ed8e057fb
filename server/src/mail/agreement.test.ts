import fc from "fast-check";
import { type Attachment as ParsedAttachment, simpleParser } from "mailparser";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { readBodyHtml, readBodyText } from "./body-text.ts";
import { ParsedMail } from "./parsed-mail.ts";
import { listAttachments, readPart } from "./parts.ts";
import { summarizeMail } from "./summarize-mail.ts";

/** Text for mail: printable, on one line, not blank. */
const words = fc
  .array(fc.oneof(fc.stringMatching(/^[a-zA-Z0-9äöüß€漢😊,;:'"=?_().-]{1,12}$/u)), { minLength: 1, maxLength: 12 })
  .map((some) => some.join(" "));
const composed = fc.record({
  subject: words,
  name: words,
  text: fc.option(fc.array(words, { minLength: 1, maxLength: 8 }).map((lines) => lines.join("\n"))),
  html: fc.option(words.map((text) => `<p>${text}</p>`)),
  attachments: fc.array(
    fc.record({
      filename: words,
      content: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    }),
    { maxLength: 3 },
  ),
  encoding: fc.constantFrom("base64" as const, "quoted-printable" as const),
});

const trimText = (text: string | null | undefined | false) => (text ? text.replace(/\r\n/g, "\n").trim() : "");

describe("a mail made by nodemailer", () => {
  it("is read as written, and as mailparser reads it", async () => {
    await fc.assert(
      fc.asyncProperty(composed, async ({ subject, name, text, html, attachments: files, encoding }) => {
        const raw = await new MailComposer({
          from: { name, address: "jo@example.com" },
          to: [{ name: "Zoe", address: "zoe@example.net" }, "max@example.org"],
          subject,
          ...(text !== null && { text }),
          ...(html !== null && { html }),
          attachments: files,
          textEncoding: encoding,
        })
          .compile()
          .build();
        const mail = createMail(raw);
        const row = summarizeMail(new ParsedMail(mail));
        const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });

        expect(row.subject).toBe(parsed.subject);
        expect(row.subject).toBe(subject);
        expect(row.from).toEqual({ name, address: "jo@example.com" });
        expect(row.to.map(({ address }) => address)).toEqual(["zoe@example.net", "max@example.org"]);
        expect(row.attachmentCount).toBe(files.length);
        expect(trimText(readBodyText(mail))).toBe(trimText(parsed.text));
        if (text !== null) expect(trimText(readBodyText(mail))).toBe(text);
        expect(trimText(readBodyHtml(mail))).toBe(trimText(parsed.html));
        const theirs = parsed.attachments.map(({ filename, content, contentType }: ParsedAttachment) => [
          filename,
          contentType,
          content,
        ]);
        expect(
          listAttachments(mail).map(({ filename, type, part }) => [filename, type, readPart(mail, part)?.bytes]),
        ).toEqual(theirs);
        expect(listAttachments(mail).map(({ filename }) => filename)).toEqual(files.map(({ filename }) => filename));
      }),
      { numRuns: 150 },
    );
  });
});
