import { findTextUrls } from "@mailglass/shared";
import { readCheckedHtml } from "../../html-support/used-features.ts";
import { createTextLocator } from "../../locate-text.ts";
import type { Entity } from "../../mime-entity.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import { walkHtml } from "../../walk-html.ts";
import type { FindingList } from "../finding-list.ts";
import { isLocalHost } from "./local-host.ts";
import { shortenUrl } from "./shorten-url.ts";

/** How much of a text is checked, in bytes. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Checks the plain text of a message: for HTML in it, for links that only work locally, and for an alternative without text. */
export function lintTextParts(parsed: ParsedMail, found: FindingList): void {
  for (const { kind, entity } of parsed.content.text) {
    if (kind !== "text" || entity.contentType.value !== "text/plain") continue;
    const text = parsed.decodedText(entity, MAX_TEXT_BYTES);
    const locate = createTextLocator(parsed, entity, text);
    if (text.trim() === "") {
      if (isAlternativeToHtml(parsed, entity)) found.add("text-part-empty", locate({ start: 0, end: text.length }));
      continue;
    }
    const start = text.length - text.trimStart().length;
    if (isHtml(text))
      found.add("html-in-text", locate({ start, end: text.trimEnd().length }), text.trim().slice(0, 60));
    for (const url of findTextUrls(text)) {
      const hostname = URL.parse(url.href)?.hostname ?? "";
      if (hostname !== "" && isLocalHost(hostname)) found.add("link-localhost", locate(url), shortenUrl(url.href));
    }
  }
}

function isAlternativeToHtml(parsed: ParsedMail, { parent }: Entity): boolean {
  return (
    parent?.contentType.value === "multipart/alternative" && readCheckedHtml(parsed).some(({ html }) => /\S/.test(html))
  );
}

/** Elements that programs write when they send HTML as text. */
const COMMON_ELEMENTS = new Set(
  "a b blockquote body br center div em font h1 h2 h3 head html i img li ol p span strong style table tbody td tr u ul".split(
    " ",
  ),
);
/** Minimum number of tags, and of those that end an element. */
const MIN_TAGS = 3;
/** Minimum share of the lines with text that have a tag. A text about HTML has fewer. */
const MIN_LINE_SHARE = 0.4;

/** Whether a text is HTML: it is a document, or most of its lines have tags. */
function isHtml(text: string): boolean {
  if (/^\s*(?:<!doctype html|<html[\s>])/i.test(text)) return true;
  if (!/<[a-z/]/i.test(text)) return false;
  const lines = text.split("\n").filter((line) => /\S/.test(line));
  const marked = lines.filter((line) => /<\/?(?:[a-z]{1,10}|h[1-6])(?:\s[^<>]*)?\/?>/i.test(line)).length;
  if (marked / lines.length < MIN_LINE_SHARE) return false;
  let tags = 0;
  let ends = 0;
  walkHtml(text, {
    open(name) {
      if (!COMMON_ELEMENTS.has(name)) return;
      tags++;
      if (name === "br") ends++;
    },
    close(name) {
      if (!COMMON_ELEMENTS.has(name)) return;
      tags++;
      ends++;
    },
  });
  return tags >= MIN_TAGS && ends > 0;
}
