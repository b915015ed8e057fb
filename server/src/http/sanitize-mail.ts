import { isRasterImage } from "@mailglass/shared";
import { readBodyHtml } from "../mail/body-text.ts";
import { cacheView, type Mail } from "../mail/mail.ts";
import { listParts } from "../mail/parts.ts";
import { type SanitizedHtml, sanitizeDocument } from "./sanitize-document.ts";

/** The sanitized HTML of a mail, without anything from other hosts; undefined if it has no HTML. */
export const sanitizeWithoutRemote: (mail: Mail) => SanitizedHtml | undefined = cacheView((mail) =>
  sanitizeMail(mail, false),
);

/** The same, with images, styles and fonts from other hosts. */
export const sanitizeWithRemote: (mail: Mail) => SanitizedHtml | undefined = cacheView((mail) =>
  sanitizeMail(mail, true),
);

function sanitizeMail(mail: Mail, allowRemote: boolean): SanitizedHtml | undefined {
  const html = readBodyHtml(mail);
  if (html === null) return undefined;
  // If several parts have the same Content-ID, the first counts.
  const byContentId = new Map(
    listParts(mail)
      .map((part) => [part.contentId, part] as const)
      .reverse(),
  );
  const getPartUrl = (contentId: string) => {
    const part = byContentId.get(contentId);
    // Relative to the preview's own URL, so that it works below any base path.
    return part !== undefined && isRasterImage(part.type) ? `parts/${part.number}` : undefined;
  };
  return sanitizeDocument(html, { allowRemote, getPartUrl });
}
