import { isRasterImage } from "@mailglass/shared";
import { readDisplayedBody } from "../mail/body-text.ts";
import { limitHtml, MAX_HTML_LENGTH } from "../mail/limit-html.ts";
import { cacheView, type Mail } from "../mail/mail.ts";
import { listParts } from "../mail/parts.ts";
import { textToHtml } from "../mail/text-to-html.ts";
import { type SanitizedHtml, sanitizeDocument } from "./sanitize-document.ts";

/** A mail as it is shown, and what it wants from other hosts. */
export interface SanitizedMail extends SanitizedHtml {
  /** True where the mail is longer than what is shown. */
  readonly isTruncated: boolean;
}

/** The HTML of a mail without what is on other hosts; undefined where it has none. */
export const sanitizeWithoutRemote: (mail: Mail) => SanitizedMail | undefined = cacheView((mail) =>
  sanitizeMail(mail, false),
);

/** The same with pictures, styles and fonts of other hosts. */
export const sanitizeWithRemote: (mail: Mail) => SanitizedMail | undefined = cacheView((mail) =>
  sanitizeMail(mail, true),
);

function sanitizeMail(mail: Mail, allowRemote: boolean): SanitizedMail | undefined {
  const parts = readDisplayedBody(mail);
  if (parts === null) return undefined;
  // The first of its Content-ID counts.
  const byContentId = new Map(
    listParts(mail)
      .map((part) => [part.contentId, part] as const)
      .reverse(),
  );
  const getPartUrl = (contentId: string) => {
    const part = byContentId.get(contentId);
    // Seen from the preview's own address, so that it holds below any base path.
    return part !== undefined && isRasterImage(part.type) ? `parts/${part.number}` : undefined;
  };
  // Each by itself: an element that one part leaves open must not swallow the next one.
  let left = MAX_HTML_LENGTH;
  const sanitized = parts.map(({ isHtml, text }) => {
    const limited = limitHtml(text, left);
    left -= limited.html.length;
    const { html, isTruncated } = limited;
    if (!isHtml) return { body: textToHtml(html), css: "", remoteHosts: [], isTruncated };
    return { ...sanitizeDocument(html, { allowRemote, getPartUrl }), isTruncated };
  });
  return {
    body: sanitized.map(({ body }) => body).join("\n"),
    css: sanitized.map(({ css }) => css).join("\n"),
    remoteHosts: sanitized.flatMap(({ remoteHosts }) => remoteHosts),
    isTruncated: sanitized.some(({ isTruncated }) => isTruncated),
  };
}
