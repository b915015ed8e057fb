import { readDisplayedBody } from "../../mail/body-text.ts";
import { limitHtml, MAX_HTML_LENGTH } from "../../mail/limit-html.ts";
import type { Mail } from "../../mail/mail.ts";
import { listAttachments } from "../../mail/parts.ts";
import { textToHtml } from "../../mail/text-to-html.ts";
import { rewriteHtml } from "./rewrite-html.ts";

/** Above all else of the HTML: whatever is open where it is cut cannot hide it there. */
const TRUNCATION_NOTE = "<p>Only the first part of this message is shown. All of it is in its source.</p>";

/** The body of a message for a page of its own, with the addresses of its parts; null where it has no HTML. */
export function renderView(
  mail: Mail,
  { id, linkTarget }: { readonly id: string; readonly linkTarget: boolean },
): string | null {
  const body = readDisplayedBody(mail);
  if (body === null) return null;
  const byContentId = new Map(
    listAttachments(mail).flatMap((one) => (one.contentId === null ? [] : [[one.contentId, one] as const])),
  );
  const getPartUrl = (contentId: string) => {
    const part = byContentId.get(contentId);
    return part && `../api/v1/message/${id}/part/${part.part}`;
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
