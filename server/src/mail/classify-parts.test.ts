import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryTree } from "../../test/support/arbitrary-tree.ts";
import { createMail } from "../../test/support/create-mail.ts";
import { readBodyHtml, readBodyText, readDisplayedBody } from "./body-text.ts";
import { parseMail } from "./parsed-mail.ts";
import { listAttachments, readPart } from "./parts.ts";
import { summarizeMail } from "./summarize-mail.ts";

it("every part of a message is in the view where it belongs, however it is nested and encoded", () => {
  fc.assert(
    fc.property(arbitraryTree, ({ source, text, html, attached, attachmentCount }) => {
      const mail = createMail(source);
      const bodyText = readBodyText(mail) ?? "";
      const bodyHtml = readBodyHtml(mail) ?? "";
      const displayed =
        readDisplayedBody(mail)
          ?.map((part) => part.text)
          .join("") ?? bodyText;
      const files = listAttachments(mail).filter(({ inText }) => !inText);
      const contents = files.map(({ part }) => readPart(mail, part)?.bytes.toString() ?? "").join("");
      for (const word of text) {
        expect(bodyText).toContain(word);
        expect(displayed).toContain(word);
        expect(bodyHtml).not.toContain(word);
      }
      for (const word of html) {
        expect(bodyHtml).toContain(word);
        expect(displayed).toContain(word);
      }
      for (const word of attached) expect(contents).toContain(word);
      expect(summarizeMail(parseMail(mail))).toMatchObject({
        attachmentCount,
        hasHtml: html.length > 0,
      });
    }),
    { numRuns: 300 },
  );
});

describe("a part that breaks the rules is still readable", () => {
  const multipart = (type: string, ...parts: readonly (readonly string[])[]) => [
    `Content-Type: multipart/${type}; boundary=b`,
    "",
    ...parts.flatMap((part) => ["--b", ...part]),
    "--b--",
  ];
  const ATTACHMENT = "Content-Disposition: attachment";
  const PLAIN = ["Content-Type: text/plain", "", "plain"];
  const CALENDAR = ["Content-Type: text/calendar", "", "BEGIN:VCALENDAR"];
  const PICTURE = ["Content-Type: image/png", "", "\x89PNG\0"];
  const message = (...lines: readonly string[]) => ["Content-Type: message/rfc822", "", "Subject: x", ...lines];

  it.each<[string, lines: readonly string[], body: string | null, attached: readonly string[]]>([
    ["text without parts in a multipart", ["Content-Type: multipart/mixed; boundary=b", "", "text"], "text", []],
    ["an attached message text", [ATTACHMENT, "", "text"], "text", ["0"]],
    ["text of another type", CALENDAR, "BEGIN:VCALENDAR", []],
    ["text with a binary type", ["Content-Type: application/x-unknown", "", "text"], "text", ["0"]],
    ["XHTML", ["Content-Type: application/xhtml+xml", "", "<p>text"], "<p>text", ["0"]],
    [
      "a report",
      multipart("report", PLAIN, ["Content-Type: message/delivery-status", "", "Action: failed"]),
      "plain\nAction: failed",
      [],
    ],
    [
      "named text without other text",
      multipart("mixed", ["Content-Type: text/csv; name=a.csv", "", "a,b"]),
      "a,b",
      ["1"],
    ],
    ["text next to a plain variant", multipart("alternative", PLAIN, CALENDAR), "plain", []],
    ["text next to a calendar", multipart("mixed", PLAIN, CALENDAR), "plain", ["2"]],
    ["a calendar without other text", multipart("mixed", CALENDAR), "BEGIN:VCALENDAR", ["1"]],
    ["text as the only variant", multipart("alternative", CALENDAR), "BEGIN:VCALENDAR", []],
    ["a picture as the only variant", multipart("alternative", PICTURE), null, ["1"]],
    [
      "text as the resource of another part",
      multipart("related", PLAIN, ["Content-Type: text/css", "", "p {}"]),
      "plain",
      ["2"],
    ],
    [
      "text as the root of related parts",
      multipart("related", ["Content-Type: text/x", "", "root"], PICTURE),
      "root",
      ["2"],
    ],
    ["the text of an enclosed message", multipart("mixed", message("", "enclosed")), "enclosed", ["1"]],
    ["the HTML of an enclosed message", message("Content-Type: text/html", "", "<p>enclosed"), "<p>enclosed", ["0"]],
    ["an empty disposition", multipart("mixed", ["Content-Disposition: ", "", "text"]), "text", []],
    ["a picture", PICTURE, null, ["0"]],
  ])("%s", (_, lines, body, attached) => {
    const mail = createMail(Buffer.from(lines.join("\r\n"), "latin1"));
    expect(readBodyText(mail) ?? readBodyHtml(mail)).toBe(body);
    expect(listAttachments(mail).map(({ part }) => part)).toEqual(attached);
  });

  it.each([
    ["multipart/encrypted; protocol=application/pgp-encrypted", "encrypted with OpenPGP"],
    ["multipart/encrypted", "multipart/encrypted"],
    ["application/pkcs7-mime; smime-type=signed-data", "signed with S/MIME"],
    ["application/x-pkcs7-mime; smime-type=compressed-data", "compressed with S/MIME"],
    ["application/pkcs7-mime", "encrypted with S/MIME"],
  ])("content of type %s is explained", (type, note) => {
    const mail = createMail([`Content-Type: ${type}; boundary=b`, "", "--b", ...PICTURE, "--b--"]);
    expect(readBodyText(mail)).toContain(note);
  });

  it("certificates alone are explained", () => {
    const mail = createMail(["Content-Type: application/pkcs7-mime; smime-type=certs-only", "", "\0"]);
    expect(readBodyText(mail)).toMatch(/certificates only/);
  });
});
