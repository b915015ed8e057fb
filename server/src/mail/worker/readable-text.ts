import { readBodyHtml, readBodyText } from "../body-text.ts";
import { htmlToText } from "../html-to-text.ts";
import { limitHtml } from "../limit-html.ts";
import { cacheView, type Mail } from "../mail.ts";

/** Returns the text part; if there is none, the visible text of the HTML with the targets of its links, as Mailpit does. */
export const readReadableText: (mail: Mail) => string = cacheView(
  (mail) => readBodyText(mail) ?? htmlToText(limitHtml(readBodyHtml(mail) ?? "").html, { withLinks: true }),
);
