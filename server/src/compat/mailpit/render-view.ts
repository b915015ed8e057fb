import { readLimitedBody } from "../../mail/body-text.ts";
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
  const body = readLimitedBody(mail);
  if (body === null) return null;
  const findPart = createPartFinder(parseMail(mail));
  const getPartUrl = (url: string) => {
    const part = findPart(url);
    return part && `../api/v1/message/${id}/part/${part.number}`;
  };
  const page = body
    .map(({ isHtml, html }) =>
      isHtml ? rewriteHtml(html, { opensLinksInNewTab: linkTarget, getPartUrl }) : textToHtml(html),
    )
    .join("\n");
  const isCut = body.some(({ isTruncated }) => isTruncated);
  return isCut ? page.replace(/^(?:\s*<!doctype[^>]*>)?/i, (doctype) => doctype + TRUNCATION_NOTE) : page;
}
