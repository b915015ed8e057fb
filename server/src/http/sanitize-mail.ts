import { isRasterImage } from "@mailglass/shared";
import { readBodyHtml } from "../mail/body-text.ts";
import { cacheView, type Mail } from "../mail/mail.ts";
import { listParts } from "../mail/parts.ts";
import { type SanitizedHtml, sanitizeDocument } from "./sanitize-document.ts";

/** The HTML of a mail without what is on other hosts; undefined where it has none. */
export const sanitizeWithoutRemote: (mail: Mail) => SanitizedHtml | undefined = cacheView((mail) =>
  sanitizeMail(mail, false),
);

/** The same with pictures, styles and fonts of other hosts. */
export const sanitizeWithRemote: (mail: Mail) => SanitizedHtml | undefined = cacheView((mail) =>
  sanitizeMail(mail, true),
);

function sanitizeMail(mail: Mail, allowRemote: boolean): SanitizedHtml | undefined {
  const html = readBodyHtml(mail);
  if (html === null) return undefined;
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
  return sanitizeDocument(html, { allowRemote, getPartUrl });
}
