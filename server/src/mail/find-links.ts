import { findTextUrls, type Link } from "@mailglass/shared";
import { readBaseUrl, resolveLink } from "./base-url.ts";
import { readBodyHtml, readBodyText } from "./body-text.ts";
import { collapseSpaces } from "./encoded-words.ts";
import { cacheView, type Mail } from "./mail.ts";
import { walkHtml } from "./walk-html.ts";

/** How much of a body is searched for links, in UTF-16 code units, and how many links are listed. */
const MAX_BODY_LENGTH = 4 * 1024 * 1024;
const MAX_LINKS = 5_000;
/** Maximum length of an anchor's text, in UTF-16 code units. */
const MAX_ANCHOR_LENGTH = 500;

/**
 * Lists the links of the HTML with the text of their anchors, then URLs in the HTML's text, then URLs that occur only in the plain
 * text; in order, without duplicates. Links to a place within the mail and links in comments are not listed: only Outlook shows
 * conditional comments.
 */
export const findLinks: (mail: Mail) => readonly Link[] = cacheView((mail) => {
  const byHref = new Map<string, Link>();
  const html = readBodyHtml(mail);
  const text = readBodyText(mail);
  for (const link of [
    ...(html === null ? [] : findHtmlLinks(html.slice(0, MAX_BODY_LENGTH))),
    ...(text === null ? [] : findTextLinks(text.slice(0, MAX_BODY_LENGTH), "text")),
  ]) {
    const known = byHref.get(link.href);
    // A picture and a text often link to the same URL; the text is more useful.
    if (known === undefined || (known.text === "" && link.text !== "")) byHref.set(link.href, link);
  }
  return [...byHref.values()].slice(0, MAX_LINKS);
});

function findHtmlLinks(html: string): Link[] {
  const found: Link[] = [];
  const base = readBaseUrl(html);
  let anchor: { href: string; text: string; hasWords: boolean; hasImage: boolean } | undefined;
  /** Text outside links. */
  let plain = "";
  const end = () => {
    if (anchor !== undefined) {
      const { href, text, hasWords, hasImage } = anchor;
      const shownAs = hasImage && !hasWords ? "image" : "anchor";
      found.push({ href, text: collapseSpaces(text).slice(0, MAX_ANCHOR_LENGTH), in: "html", shownAs });
    }
    anchor = undefined;
  };
  const append = (text: string) => {
    if (anchor === undefined) plain += text;
    else if (anchor.text.length < 2 * MAX_ANCHOR_LENGTH) anchor.text += text;
  };
  walkHtml(
    html,
    {
      text(text) {
        append(text);
        if (anchor?.hasWords === false) anchor.hasWords = text.trim() !== "";
      },
      open(name, attributes) {
        if (name === "a" || name === "area") {
          end();
          const href = resolveLink(attributes().get("href"), base);
          plain += " ";
          const isArea = name === "area";
          if (href !== undefined) {
            const text = isArea ? (attributes().get("alt") ?? "") : "";
            anchor = { href, text, hasWords: false, hasImage: isArea };
          }
          if (name === "area") end();
        } else if (anchor === undefined) {
          if (!INLINE_ELEMENTS.has(name)) plain += "\n";
        } else {
          if (name === "img") anchor.hasImage = true;
          append(name === "img" ? ` ${attributes().get("alt") ?? ""} ` : " ");
        }
      },
      close(name) {
        if (name === "a") end();
        else if (anchor === undefined && !INLINE_ELEMENTS.has(name)) plain += "\n";
      },
    },
    () => found.length >= 2 * MAX_LINKS,
  );
  end();
  return [...found, ...findTextLinks(plain, "html")];
}

/** Inline elements: a URL in the text may continue across them. */
const INLINE_ELEMENTS = new Set(["b", "em", "font", "i", "span", "strong", "u", "wbr"]);

function findTextLinks(text: string, source: Link["in"]): Link[] {
  return findTextUrls(text).map(({ href }): Link => ({ href, text: "", in: source, shownAs: "url" }));
}
