import { bodyHtml, bodyText } from "../body-text.ts";
import { htmlToText } from "../html-text.ts";
import { type Mail, view } from "../mail.ts";
import { shownHtml } from "../shown-html.ts";

/** The text part; where there is none, what a person would read of the HTML. */
export const readableText: (mail: Mail) => string = view(
  (mail) => bodyText(mail) ?? htmlToText(shownHtml(bodyHtml(mail) ?? "").html),
);
