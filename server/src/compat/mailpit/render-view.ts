import { readBodyHtml } from "../../mail/body-text.ts";
import { limitHtml } from "../../mail/limit-html.ts";
import type { Mail } from "../../mail/mail.ts";
import { parseMail } from "../../mail/parsed-mail.ts";
import { createPartFinder } from "../../mail/part-references.ts";
import { rewriteHtml } from "./rewrite-html.ts";

/** Above all else of the HTML: whatever is open where it is cut cannot hide it there. */
const TRUNCATION_NOTE = "<p>Only the first part of this message is shown. All of it is in its source.</p>";

/** The HTML of a message for a page of its own, with the addresses of its parts; null where it has none. */
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
