import fc from "fast-check";
import { type Attachment as ParsedAttachment, simpleParser } from "mailparser";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { describe, expect, it } from "vitest";
import { mailOf } from "../../test/support/mail-of.ts";
import { bodyHtml, bodyText } from "./body-text.ts";
import { attachments, partBytes } from "./parts.ts";
import { Reading } from "./reading.ts";
import { digest } from "./summary.ts";

/** Text that mail can carry: printable, on one line, with something to see in it. */
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

const trimmed = (text: string | null | undefined | false) => (text ? text.replace(/\r\n/g, "\n").trim() : "");

describe("a mail made by nodemailer", () => {
  it("reads here as it was made, and as mailparser reads it", async () => {
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
        const mail = mailOf(raw);
        const row = digest(new Reading(mail));
        const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });

        expect(row.subject).toBe(parsed.subject);
        expect(row.subject).toBe(subject);
        expect(row.from).toEqual({ name, address: "jo@example.com" });
        expect(row.to.map(({ address }) => address)).toEqual(["zoe@example.net", "max@example.org"]);
        expect(row.attachmentCount).toBe(files.length);
        expect(trimmed(bodyText(mail))).toBe(trimmed(parsed.text));
        if (text !== null) expect(trimmed(bodyText(mail))).toBe(text);
        expect(trimmed(bodyHtml(mail))).toBe(trimmed(parsed.html));
        const theirs = parsed.attachments.map(({ filename, content, contentType }: ParsedAttachment) => [
          filename,
          contentType,
          content,
        ]);
        expect(
          attachments(mail).map(({ filename, type, part }) => [filename, type, partBytes(mail, part)?.bytes]),
        ).toEqual(theirs);
        expect(attachments(mail).map(({ filename }) => filename)).toEqual(files.map(({ filename }) => filename));
      }),
      { numRuns: 150 },
    );
  });
});
