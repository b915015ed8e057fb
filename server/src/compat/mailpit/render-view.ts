import { readDisplayedBody } from "../../mail/body-text.ts";
import { limitHtml, MAX_HTML_LENGTH } from "../../mail/limit-html.ts";
import type { Mail } from "../../mail/mail.ts";
import { parseMail } from "../../mail/parsed-mail.ts";
import { createPartFinder } from "../../mail/part-references.ts";
import { textToHtml } from "../../mail/text-to-html.ts";
import { rewriteHtml } from "./rewrite-html.ts";

/** Placed at the top of the HTML, where no element that is open at the cut can hide it. */
const TRUNCATION_NOTE = "<p>Only the first part of this message is shown. The source has all of it.</p>";

/** Renders the body of a message as a standalone page, with the URLs of its parts; null if it has no HTML. */
export function renderView(
  mail: Mail,
  { id, linkTarget }: { readonly id: string; readonly linkTarget: boolean },
): string | null {
  const body = readDisplayedBody(mail);
  if (body === null) return null;
  const findPart = createPartFinder(parseMail(mail));
  const getPartUrl = (url: string) => {
    const part = findPart(url);
    return part && `../api/v1/message/${id}/part/${part.number}`;
  };
  let left = MAX_HTML_LENGTH;
  let isCut = false;
  const page = body
    .map(({ isHtml, text }) => {
      const { html, isTruncated } = limitHtml(text, left);
      left -= html.length;
      isCut ||= isTruncated;
      return isHtml ? rewriteHtml(html, { opensLinksInNewTab: linkTarget, getPartUrl }) : textToHtml(html);
    })
    .join("\n");
  return isCut ? page.replace(/^(?:\s*<!doctype[^>]*>)?/i, (doctype) => doctype + TRUNCATION_NOTE) : page;
}
