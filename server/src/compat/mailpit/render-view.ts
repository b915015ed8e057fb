import { readBodyHtml } from "../../mail/body-text.ts";
import { limitHtml } from "../../mail/limit-html.ts";
import type { Mail } from "../../mail/mail.ts";
import { parseMail } from "../../mail/parsed-mail.ts";
import { createPartFinder } from "../../mail/part-references.ts";
import { rewriteHtml } from "./rewrite-html.ts";

/** Placed at the top of the HTML, where no element that is open at the cut can hide it. */
const TRUNCATION_NOTE = "<p>Only the first part of this message is shown. The source has all of it.</p>";

/** Renders the HTML of a message as a standalone page, with the URLs of its parts; null if it has no HTML. */
export function renderView(
  mail: Mail,
  { id, linkTarget }: { readonly id: string; readonly linkTarget: boolean },
): string | null {
  const whole = readBodyHtml(mail);
  if (whole === null) return null;
  const findPart = createPartFinder(parseMail(mail));
  const { html, isTruncated: isCut } = limitHtml(whole);
  const page = rewriteHtml(html, {
    opensLinksInNewTab: linkTarget,
    getPartUrl: (url) => {
      const part = findPart(url);
      return part && `../api/v1/message/${id}/part/${part.number}`;
    },
  });
  return isCut ? page.replace(/^(?:\s*<!doctype[^>]*>)?/i, (doctype) => doctype + TRUNCATION_NOTE) : page;
}
