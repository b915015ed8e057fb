import { readBodyHtml, readBodyText } from "../body-text.ts";
import { htmlToText } from "../html-to-text.ts";
import { limitHtml } from "../limit-html.ts";
import { cacheView, type Mail } from "../mail.ts";

/** The text part; where there is none, what a person would read of the HTML. */
export const readReadableText: (mail: Mail) => string = cacheView(
  (mail) => readBodyText(mail) ?? htmlToText(limitHtml(readBodyHtml(mail) ?? "").html),
);
