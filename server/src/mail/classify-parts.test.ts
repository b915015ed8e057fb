import fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryTree } from "../../test/support/arbitrary-tree.ts";
import { createMail } from "../../test/support/create-mail.ts";
import { readBodyHtml, readBodyText, readDisplayedBody } from "./body-text.ts";
import { parseMail } from "./parsed-mail.ts";
import { listAttachments, readPart } from "./parts.ts";
import { summarizeMail } from "./summarize-mail.ts";

it("every part of a message is in the view where it belongs, however it is nested and encoded", () => {
  fc.assert(
    fc.property(arbitraryTree, ({ source, text, html, attached }) => {
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
        attachmentCount: attached.length,
        hasHtml: html.length > 0,
      });
    }),
    { numRuns: 300 },
  );
});
