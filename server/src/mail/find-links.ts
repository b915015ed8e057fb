import { type Link, trimUrlPunctuation } from "@mailglass/shared";
import { readBodyHtml, readBodyText } from "./body-text.ts";
import { collapseSpaces } from "./encoded-words.ts";
import { cacheView, type Mail } from "./mail.ts";
import { walkHtml } from "./walk-html.ts";

/** Characters of a body in which links are looked for, and links that are told. */
const MAX_BODY_LENGTH = 4 * 1024 * 1024;
const MAX_LINKS = 5_000;
/** Characters of an anchor's text that are told. */
const MAX_ANCHOR_LENGTH = 500;

/** The links of the HTML with what stands on them, then those that only the text has; each once, in order. */
export const findLinks: (mail: Mail) => readonly Link[] = cacheView((mail) => {
  const byHref = new Map<string, Link>();
  const html = readBodyHtml(mail);
  const text = readBodyText(mail);
  for (const link of [
    ...(html === null ? [] : findHtmlLinks(html.slice(0, MAX_BODY_LENGTH))),
    ...(text === null ? [] : findTextLinks(text.slice(0, MAX_BODY_LENGTH))),
  ]) {
    const known = byHref.get(link.href);
    // A picture and a line of text often lead to the same place; the text says more.
    if (known === undefined || (known.text === "" && link.text !== "")) byHref.set(link.href, link);
  }
  return [...byHref.values()].slice(0, MAX_LINKS);
});

function findHtmlLinks(html: string): Link[] {
  const found: Link[] = [];
  let anchor: { href: string; text: string } | undefined;
  const end = () => {
    if (anchor !== undefined)
      found.push({ href: anchor.href, text: collapseSpaces(anchor.text).slice(0, MAX_ANCHOR_LENGTH), in: "html" });
    anchor = undefined;
  };
  const append = (text: string) => {
    if (anchor !== undefined && anchor.text.length < 2 * MAX_ANCHOR_LENGTH) anchor.text += text;
  };
  walkHtml(
    html,
    {
      text: append,
      open(name, attributes) {
        if (name === "a" || name === "area") {
          end();
          const href = normalizeHref(attributes().get("href"));
          if (href !== undefined) anchor = { href, text: name === "area" ? (attributes().get("alt") ?? "") : "" };
          if (name === "area") end();
        } else if (anchor !== undefined) {
          append(name === "img" ? ` ${attributes().get("alt") ?? ""} ` : " ");
        }
      },
      close(name) {
        if (name === "a") end();
      },
    },
    () => found.length >= 2 * MAX_LINKS,
  );
  end();
  return found;
}

/** As browsers read it: without blanks around it and without line ends in it; undefined where it leads nowhere. */
function normalizeHref(written: string | undefined): string | undefined {
  const href = written?.trim().replace(/[\r\n\t]/g, "");
  return href === undefined || href === "" || href.startsWith("#") ? undefined : href;
}

const URL_IN_TEXT = /\b(?:https?:\/\/|mailto:)[^\s<>"`{}|\\^]{1,4000}/gi;

function findTextLinks(text: string): Link[] {
  return Array.from(
    text.matchAll(URL_IN_TEXT),
    ([url]): Link => ({ href: trimUrlPunctuation(url), text: "", in: "text" }),
  );
}
