import { isPicture } from "@mailglass/shared";
import { bodyHtml } from "../mail/body-text.ts";
import { type Mail, view } from "../mail/mail.ts";
import { parts } from "../mail/parts.ts";
import { type Sanitised, sanitise } from "./sanitise.ts";

/** The HTML of a mail without what is on other hosts; undefined where it has none. */
export const closedHtml: (mail: Mail) => Sanitised | undefined = view((mail) => sanitiseMail(mail, false));

/** The same with pictures, styles and fonts of other hosts. */
export const openHtml: (mail: Mail) => Sanitised | undefined = view((mail) => sanitiseMail(mail, true));

function sanitiseMail(mail: Mail, remote: boolean): Sanitised | undefined {
  const html = bodyHtml(mail);
  if (html === null) return undefined;
  // The first of its Content-ID counts.
  const byContentId = new Map(
    parts(mail)
      .map((part) => [part.contentId, part] as const)
      .reverse(),
  );
  const partUrl = (contentId: string) => {
    const part = byContentId.get(contentId);
    // Seen from the preview's own address, so that it holds below any base path.
    return part !== undefined && isPicture(part.type) ? `parts/${part.number}` : undefined;
  };
  return sanitise(html, { remote, partUrl });
}
