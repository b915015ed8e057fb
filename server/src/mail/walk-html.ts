import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";

/** Receives the content of an HTML document, in order. */
export interface HtmlVisitor {
  /** Text between tags, its character references decoded. One text may arrive in several calls. */
  text?(text: string): void;
  /** A start tag, its name in lower case. `attributes` are computed when called: names in lower case, values decoded. */
  open?(name: string, attributes: () => ReadonlyMap<string, string>): void;
  /** An end tag, its name in lower case. */
  close?(name: string): void;
  /** Text of a `<style>` element. One text may arrive in several calls. */
  style?(css: string): void;
  /** The content of a comment, without its delimiters. */
  comment?(content: string): void;
}

/** Elements whose content is not displayed. */
const INVISIBLE_ELEMENTS = new Set(["script", "style", "title", "template", "iframe", "noembed", "noframes"]);

/** UTF-16 code units that are tokenized between two calls of `isDone`. */
const CHUNK_LENGTH = 4 * 1024;

/**
 * Reads HTML in one pass without building a tree, in time linear in its length. It uses the tokenizer of the sanitiser's
 * parser, so that links, pictures and preview agree. Character references in attributes are decoded by HTML §13.2.5.73:
 * `&copy=` in a link stays.
 *
 * @param isDone called every few KiB; true ends the reading
 */
export function walkHtml(html: string, visitor: HtmlVisitor, isDone: () => boolean = () => false): void {
  const tokenizer = new Tokenizer({}, createCallbacks(html, visitor));
  for (let offset = 0; offset < html.length && !isDone(); offset += CHUNK_LENGTH) {
    tokenizer.write(html.slice(offset, offset + CHUNK_LENGTH));
  }
  if (!isDone()) tokenizer.end();
}

/** Offsets that the tokenizer reports refer to the whole HTML. */
function createCallbacks(html: string, visitor: HtmlVisitor): TokenizerCallbacks {
  let tag = "";
  let attributeName = "";
  let attributeValue = "";
  let attributes: [name: string, value: string][] = [];
  /** The name of the open invisible element, and how many elements with that name are open. */
  let invisible = "";
  let depth = 0;

  const addText = (text: string) => {
    if (invisible === "") visitor.text?.(text);
    else if (invisible === "style") visitor.style?.(text);
  };
  const openTag = () => {
    const read = attributes;
    attributes = [];
    if (invisible === "") {
      // The first attribute with a name counts (HTML §13.2.5.33); a map would keep the last.
      visitor.open?.(tag, () => new Map(read.toReversed()));
      if (!INVISIBLE_ELEMENTS.has(tag)) return;
      invisible = tag;
      depth = 1;
    } else if (tag === invisible) {
      depth++;
    }
  };
  return {
    ontext(start, end) {
      // QUIRK: if the HTML ends within a tag, the tokenizer reports the tag's name as text.
      const isTagName = end === html.length && /<\/?$/.test(html.slice(Math.max(0, start - 2), start));
      if (!isTagName) addText(html.slice(start, end));
    },
    ontextentity: (codePoint) => addText(String.fromCodePoint(codePoint)),
    onopentagname(start, end) {
      tag = html.slice(start, end).toLowerCase();
    },
    onattribname(start, end) {
      attributeName = html.slice(start, end).toLowerCase();
      attributeValue = "";
    },
    onattribdata(start, end) {
      attributeValue += html.slice(start, end);
    },
    onattribentity(codePoint) {
      attributeValue += String.fromCodePoint(codePoint);
    },
    onattribend() {
      attributes.push([attributeName, attributeValue]);
    },
    onopentagend: openTag,
    onselfclosingtag: openTag,
    onclosetag(start, end) {
      const name = html.slice(start, end).toLowerCase();
      if (invisible === "") visitor.close?.(name);
      else if (name === invisible && --depth === 0) invisible = "";
    },
    oncomment: (start, end, endLength) => visitor.comment?.(html.slice(start, end - endLength)),
    oncdata() {},
    ondeclaration() {},
    onprocessinginstruction() {},
    onend() {},
  };
}
