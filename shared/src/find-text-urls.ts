/** A URL in plain text. */
export interface TextUrl {
  /** Without blanks and line ends. */
  readonly href: string;
  /** UTF-16 offset of its first character, and after its last. */
  readonly start: number;
  readonly end: number;
}

const SCHEME = String.raw`(?:https?:\/\/|mailto:)`;
/** In angle brackets (RFC 3986 appendix C) a URL may be wrapped over a few lines. Bounded, so that a search stays linear. */
const BRACKETED_URL = String.raw`<(?:URL:)?(${SCHEME}[^\s<>"]{1,4000}(?:[ \t]{0,9}\r?\n[ \t]{0,9}[^\s<>"]{1,1000}){0,5})>`;
/** No URL has these unencoded; full stops, commas, quotes and brackets of Chinese and Japanese end it without a blank. */
const NOT_IN_URL = String.raw`\s<>"\`{}|\\^\u200b\ufeff“”„«»‹›…。．、，：；！？（）「」『』【】〔〕《》〈〉［］｛｝＜＞\u3000`;
const BARE_URL = String.raw`\b${SCHEME}[^${NOT_IN_URL}]{1,4000}`;
const TEXT_URL = new RegExp(`${BRACKETED_URL}|${BARE_URL}`, "gi");

/** Finds http, https and mailto URLs as a reader sees them: without the punctuation of the sentence around them. */
export function findTextUrls(text: string): TextUrl[] {
  const found: TextUrl[] = [];
  for (const match of text.matchAll(TEXT_URL)) {
    const { 0: all, 1: bracketed, index } = match;
    const written = bracketed ?? trimUrlPunctuation(all);
    if (/^(?:https?:\/{0,2}|mailto:?)$/i.test(written)) continue;
    const start = bracketed === undefined ? index : index + all.length - 1 - bracketed.length;
    found.push({ href: written.replace(/\s+/g, ""), start, end: start + written.length });
  }
  return found;
}

/** Without what belongs to the sentence: full stops, quotes, and brackets that the URL did not open. */
function trimUrlPunctuation(url: string): string {
  let end = url.length;
  // Counted only for the few URLs that end with a bracket.
  let unopened: Record<string, number> | undefined;
  for (; end > 0; end--) {
    const last = url[end - 1] ?? "";
    if (/[.,;:!?'*_~’]/.test(last)) continue;
    if (last !== ")" && last !== "]") break;
    unopened ??= { ")": count(url, ")") - count(url, "("), "]": count(url, "]") - count(url, "[") };
    const extra = unopened[last] ?? 0;
    if (extra <= 0) break;
    unopened[last] = extra - 1;
  }
  return url.slice(0, end);
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
