import { Parser } from "htmlparser2";
import { readBodyHtml, readBodyText } from "../../mail/body-text.ts";
import { limitHtml } from "../../mail/limit-html.ts";
import type { Mail } from "../../mail/mail.ts";

/** Maximum number of links checked in one message. */
const MAX_CHECKED_LINKS = 100;

/** URLs with or without angle brackets. The length limit keeps the search linear. */
const URL_IN_TEXT = /<(https?:\/\/[^\s<>]{1,2048})>|\b(https?:\/\/[^\s<>"]{1,2048})/gi;

const WEB_URL = /^https?:\/\/[^\s]+$/i;

/** Returns the links of the HTML (anchors, style sheets and images), then those of the text, without duplicates. */
export function findCheckedLinks(mail: Mail): string[] {
  const links = new Set<string>();
  const parser = new Parser({
    onopentag(name, { href = "", src = "", rel = "" }) {
      const link =
        name === "a" || (name === "link" && rel.toLowerCase() === "stylesheet") ? href : name === "img" ? src : "";
      if (WEB_URL.test(link.trim())) links.add(link.trim());
    },
  });
  parser.end(limitHtml(readBodyHtml(mail) ?? "").html);
  for (const [, bracketed, bare] of (readBodyText(mail) ?? "").matchAll(URL_IN_TEXT)) {
    if (links.size >= MAX_CHECKED_LINKS) break;
    links.add(bracketed ?? (bare ?? "").replace(/[.,;:!?)\]'"]+$/, ""));
  }
  return [...links].slice(0, MAX_CHECKED_LINKS);
}
