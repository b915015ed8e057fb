import { createTextLocator } from "../locate-text.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { walkHtml } from "../walk-html.ts";
import type { FindingList } from "./finding-list.ts";

/** How much of a text is checked, in bytes. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Checks whether the plain text of a message is text: it may be HTML, or an alternative without content. */
export function lintTextContent(parsed: ParsedMail, found: FindingList): void {
  for (const { kind, entity } of parsed.content.text) {
    if (kind !== "text" || entity.contentType.value !== "text/plain") continue;
    const text = parsed.decodedText(entity, MAX_TEXT_BYTES);
    const trimmed = trimInvisible(text);
    if (trimmed === "" ? !isEmptyAlternative(parsed, entity) : !isHtml(text)) continue;
    const start = trimmed === "" ? 0 : text.indexOf(trimmed);
    const end = trimmed === "" ? text.length : start + trimmed.length;
    const place = createTextLocator(parsed, entity, text)({ start, end });
    if (trimmed === "") found.add("text-part-empty", place);
    else found.add("html-in-text", place, trimmed.slice(0, 60));
  }
}

/** Removes blanks, and characters without a width. */
function trimInvisible(text: string): string {
  const trimmed = text.trim();
  // U+034F is a combining character, which a class does not match alone.
  return /[^\s\u00ad\u200b-\u200d\u2060\ufeff]/.test(trimmed.replaceAll("\u034f", "")) ? trimmed : "";
}

function isEmptyAlternative(parsed: ParsedMail, entity: Entity): boolean {
  if (entity.parent?.contentType.value !== "multipart/alternative" || parsed.isBodyCut(entity)) return false;
  return parsed.content.html.some((html) => /\S/.test(parsed.decodedText(html.entity, MAX_TEXT_BYTES)));
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
/** The same where one of the tags is a whole link. */
const MIN_LINK_LINE_SHARE = 0.25;

/** A whole link. One is enough: nobody writes it in a text that is to be read as it is. */
const LINK = /<a\s[^<>]{0,200}\bhref=["']?(?:https?|mailto):[^<>]{1,2000}>[^<>]{1,200}<\/a>/i;

/** Part of a line in bold or italics. */
const EMPHASIS = /<(b|strong|em|i|u)>[^<>\n]{1,200}<\/\1>/i;

/** A whole text in one element. */
const ELEMENT = /^\s*<(p|div|h[1-6]|table|ul|ol|center|font)\b[^<>]{0,200}>[^]*<\/\1>\s*$/i;

/** Whether a text is HTML: it is a document, or most of its lines have tags. */
function isHtml(text: string): boolean {
  if (/^\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!doctype html|<html[\s>])/i.test(text)) return true;
  if (!/<[a-z/]/i.test(text)) return false;
  const lines = text.split("\n").filter((line) => /\S/.test(line));
  const marked = lines.filter((line) => /<\/?(?:[a-z]{1,10}|h[1-6])(?:\s[^<>]*)?\/?>/i.test(line)).length;
  const hasLink = LINK.test(text);
  if (marked / lines.length < (hasLink ? MIN_LINK_LINE_SHARE : MIN_LINE_SHARE)) return false;
  if (
    hasLink ||
    EMPHASIS.test(text) ||
    ELEMENT.test(text) ||
    (lines.length > 1 && lines.every((line) => /<br ?\/?>\s*$/i.test(line)))
  )
    return true;
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
