import { isRasterImage } from "@mailglass/shared";
import { readBodyHtml } from "../mail/body-text.ts";
import { cacheView, type Mail } from "../mail/mail.ts";
import { parseMail } from "../mail/parsed-mail.ts";
import { createPartFinder } from "../mail/part-references.ts";
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
  const findPart = createPartFinder(parseMail(mail));
  const getPartUrl = (url: string) => {
    const part = findPart(url);
    // Relative to the preview's own address, so that it holds below any base path.
    return part !== undefined && isRasterImage(part.contentType.value) ? `parts/${part.number}` : undefined;
  };
  return sanitizeDocument(html, { allowRemote, getPartUrl });
}
