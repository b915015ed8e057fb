import { Parser } from "htmlparser2";
import { bodyHtml, bodyText } from "../../mail/body-text.ts";
import type { Mail } from "../../mail/mail.ts";
import { shownHtml } from "../../mail/shown-html.ts";

/** Links of one message that are checked. */
const MAX_LINKS = 100;

/** In angle brackets or without; of a length that keeps the search linear. */
const IN_TEXT = /<(https?:\/\/[^\s<>]{1,2048})>|\b(https?:\/\/[^\s<>"]{1,2048})/gi;

const WEB = /^https?:\/\/[^\s]+$/i;

/** Of the HTML: links, style sheets and images; then those that stand in the text. Each once. */
export function checkedLinks(mail: Mail): string[] {
  const links = new Set<string>();
  const parser = new Parser({
    onopentag(name, { href = "", src = "", rel = "" }) {
      const link =
        name === "a" || (name === "link" && rel.toLowerCase() === "stylesheet") ? href : name === "img" ? src : "";
      if (WEB.test(link.trim())) links.add(link.trim());
    },
  });
  parser.end(shownHtml(bodyHtml(mail) ?? "").html);
  for (const [, bracketed, bare] of (bodyText(mail) ?? "").matchAll(IN_TEXT)) {
    if (links.size >= MAX_LINKS) break;
    links.add(bracketed ?? (bare ?? "").replace(/[.,;:!?)\]'"]+$/, ""));
  }
  return [...links].slice(0, MAX_LINKS);
}
