import type { ParsedMail } from "../../mail/parsed-mail.ts";
import { walkHtml } from "../../mail/walk-html.ts";

/*
 * The `Snippet` of a row, as Mailpit creates it: the text of the first HTML part if the message has one, even if that has no
 * text; otherwise the texts. At most 200 bytes in UTF-8, and three dots if more was left out.
 */

const MAX_BYTES = 200;
/** Decoded bytes that are read for it. HTML may begin with a long style sheet. */
const MAX_TEXT_BYTES = 4 * 1024;
const MAX_HTML_BYTES = 64 * 1024;

/** Elements whose content is left out. */
const SKIPPED = new Set(["script", "title", "head", "link", "meta", "style", "noscript"]);
/** A start tag of another element ends the head (HTML §13.2.6.4.4). */
const HEAD_ELEMENTS = new Set([...SKIPPED, "base", "basefont", "bgsound", "noframes", "template"]);

/** Where Mailpit separates what HTML leaves without a space. It matches these spellings only. */
const BLOCK_END =
  /<\/(?:div|p|td|th|h[1-6]|ul|ol|li|address|article|aside|blockquote|dl|dt|footer|header|hr|main|nav|pre|table|thead|tfoot|video)>(?=<)/gi;
const LINE_BREAK = /<br(?: \/)?>/gi;
const IMAGE = /<(?=img)/gi;
/** Where scripts run, its content is text that ends at the first end tag. */
const NOSCRIPT = /<noscript\b[^<>]*>[^]*?(?:<\/noscript\b[^<>]*>|$)/gi;

/** What Go's `unicode.IsPrint` rejects, and the space. */
const NOT_PRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S}]+/gu;
/** Go's `\s`, and the byte order mark. */
const SPACES = /[\t\n\f\r \ufeff]+/g;

export function createSnippet(parsed: ParsedMail): string {
  const [html] = parsed.content.html;
  const source = html === undefined ? "" : parsed.decodedText(html.entity, MAX_HTML_BYTES);
  return limitSnippet(source.trim() === "" ? joinTexts(parsed).replace(SPACES, " ").trim() : extractText(source));
}

/** All texts, or the first of alternatives. */
function joinTexts(parsed: ParsedMail): string {
  const isAlternative = parsed.tree.root.contentType.value === "multipart/alternative";
  return parsed.content.text
    .filter(({ entity }) => entity.contentType.value === "text/plain")
    .slice(0, isAlternative ? 1 : undefined)
    .map(({ entity }) => parsed.decodedText(entity, MAX_TEXT_BYTES))
    .join("\n--\n");
}

/**
 * Cuts a text before the character that has the 200th byte, as Mailpit does: one of several bytes that ends there is lost.
 *
 * @param isCut whether more was left out before
 */
export function limitSnippet(text: string, isCut = false): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_BYTES) return isCut ? `${text}...` : text;
  let end = MAX_BYTES;
  while (end > 0 && isContinuation(bytes[end - 1])) end--;
  if ((bytes[end - 1] ?? 0) >= 0xc0) end--;
  return `${bytes.toString("utf8", 0, end)}...`;
}

const isContinuation = (byte = 0): boolean => byte >= 0x80 && byte < 0xc0;

function extractText(html: string): string {
  let text = "";
  /** The text since the last tag. */
  let node = "";
  let isInHead = false;
  const endNode = () => {
    // QUIRK: Mailpit compares the data of any node with the names: a text such as “link” is left out.
    if (!SKIPPED.has(node)) text += node;
    node = "";
  };
  walkHtml(
    html.replace(BLOCK_END, "$& ").replace(LINE_BREAK, " ").replace(IMAGE, " <").replace(NOSCRIPT, "<noscript>"),
    {
      text(piece) {
        if (isInHead && piece.trim() === "") return;
        isInHead = false;
        node += piece;
      },
      open(name) {
        endNode();
        isInHead = name === "head" || (isInHead && HEAD_ELEMENTS.has(name));
      },
      close(name) {
        endNode();
        if (name === "head") isInHead = false;
      },
      comment: endNode,
    },
    () => text.length > MAX_TEXT_BYTES,
  );
  endNode();
  return text.replace(NOT_PRINTABLE, " ").trim();
}
