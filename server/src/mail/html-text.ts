import { oneSpaced } from "./encoded-words.ts";

/**
 * What a person would read of HTML: tags left out, blanks collapsed, the common character references decoded. Made for
 * searching and for snippets: one walk, no tree, never longer than linear whatever the HTML is.
 *
 * @param limit length of the text after which it stops
 */
export function htmlToText(html: string, limit: number = Number.POSITIVE_INFINITY): string {
  let text = "";
  let at = 0;
  while (at < html.length && text.length < limit) {
    const tag = html.indexOf("<", at);
    if (tag < 0) break;
    text += html.slice(at, tag);
    at = afterTag(html, tag);
    if (at > tag + 1) text += " ";
    else text += "<";
  }
  if (text.length < limit) text += html.slice(at);
  return oneSpaced(decodeReferences(text).replace(INVISIBLE, " "));
}

/** What mailers fill their preheaders with: joiners, soft hyphens, marks without width. */
const INVISIBLE = /\u034f|\u200b|\u200c|\u200d|\u00ad|\ufeff/g;

/** Elements whose content is not read. */
const UNREAD = /^<(style|script|head|title|template)\b/i;

function afterTag(html: string, tag: number): number {
  if (html.startsWith("<!--", tag)) return after(html, "-->", tag + 4);
  const next = html.charCodeAt(tag + 1) | 32;
  const opens = (next >= 97 && next <= 122) || html[tag + 1] === "/" || html[tag + 1] === "!";
  if (!opens) return tag + 1;
  const unread = UNREAD.exec(html.slice(tag, tag + 10))?.[1];
  if (unread === undefined) return after(html, ">", tag);
  const close = new RegExp(`</${unread}`, "gi");
  close.lastIndex = tag;
  const end = close.exec(html);
  return end === null ? html.length : after(html, ">", end.index);
}

function after(html: string, what: string, from: number): number {
  const found = html.indexOf(what, from);
  return found < 0 ? html.length : found + what.length;
}

const REFERENCES = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["shy", ""],
  ["zwnj", ""],
  ["zwj", ""],
  ["copy", "©"],
  ["reg", "®"],
  ["hellip", "…"],
  ["mdash", "—"],
  ["ndash", "–"],
  ["rsquo", "’"],
  ["lsquo", "‘"],
  ["rdquo", "”"],
  ["ldquo", "“"],
  ["bull", "•"],
  ["middot", "·"],
  ["euro", "€"],
  ["auml", "ä"],
  ["ouml", "ö"],
  ["uuml", "ü"],
  ["Auml", "Ä"],
  ["Ouml", "Ö"],
  ["Uuml", "Ü"],
  ["szlig", "ß"],
  ["eacute", "é"],
  ["egrave", "è"],
  ["agrave", "à"],
  ["ccedil", "ç"],
  ["ntilde", "ñ"],
]);

function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return REFERENCES.get(name) ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
