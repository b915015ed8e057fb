import { isRasterImage } from "@mailglass/shared";
import { readBodyHtml } from "../mail/body-text.ts";
import { cacheView, type Mail } from "../mail/mail.ts";
import { parseMail } from "../mail/parsed-mail.ts";
import { createPartFinder } from "../mail/part-references.ts";
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
  const findPart = createPartFinder(parseMail(mail));
  const getPartUrl = (url: string) => {
    const part = findPart(url);
    // Relative to the preview's own address, so that it holds below any base path.
    return part !== undefined && isRasterImage(part.contentType.value) ? `parts/${part.number}` : undefined;
  };
  return sanitizeDocument(html, { allowRemote, getPartUrl });
}
