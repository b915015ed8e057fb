import { findTextUrls } from "@mailglass/shared";
import { readBodyHtml, readBodyText } from "./body-text.ts";
import { isStyleSheet, trimUrl } from "./html-urls.ts";
import { limitHtml } from "./limit-html.ts";
import type { Mail } from "./mail.ts";
import { walkHtml } from "./walk-html.ts";

/** Maximum number of links checked in one message. */
const MAX_CHECKED_LINKS = 100;

const WEB_URL = /^https?:\/\/\S+$/i;

/** Returns the links of the HTML (anchors, style sheets and images), then those of the text, without duplicates. */
export function findCheckedLinks(mail: Mail): string[] {
  const links = new Set<string>();
  const add = (written: string | undefined) => {
    const url = trimUrl(written ?? "");
    if (WEB_URL.test(url)) links.add(url);
  };
  const isDone = () => links.size >= MAX_CHECKED_LINKS;
  walkHtml(
    limitHtml(readBodyHtml(mail) ?? "").html,
    {
      open(name, attributes) {
        if (name === "a" || (name === "link" && isStyleSheet(attributes()))) add(attributes().get("href"));
        else if (name === "img") add(attributes().get("src"));
      },
    },
    isDone,
  );
  for (const { href } of findTextUrls(readBodyText(mail) ?? "")) {
    if (isDone()) break;
    add(href);
  }
  return [...links].slice(0, MAX_CHECKED_LINKS);
}
