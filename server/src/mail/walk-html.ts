import { QuoteType, Tokenizer, type TokenizerCallbacks } from "htmlparser2";

/** A range of the HTML, in UTF-16 code units: `end` is the offset after the last. */
export interface HtmlRange {
  readonly start: number;
  readonly end: number;
}

/** Where a start tag is written. */
export interface HtmlTagPlace extends HtmlRange {
  /** Returns where the value of an attribute is written, without its quotation marks; the tag if it does not have it. */
  valueOf(attribute: string): HtmlRange;
}

/** Receives the content of an HTML document, in order. Offsets are in UTF-16 code units. */
export interface HtmlVisitor {
  /** Text between tags, its character references decoded. One text may arrive in several calls. */
  text?(text: string, start: number): void;
  /** A start tag, its name in lower case. `attributes` are computed when called: names in lower case, values decoded. */
  open?(name: string, attributes: () => ReadonlyMap<string, string>, place: HtmlTagPlace): void;
  /** An end tag, its name in lower case. */
  close?(name: string): void;
  /** Text of a `<style>` element. One text may arrive in several calls. */
  style?(css: string, start: number): void;
  /** The content of a comment, without its delimiters. */
  comment?(content: string, start: number): void;
  /** A declaration without its delimiters: `DOCTYPE html`. */
  declaration?(content: string, start: number): void;
}

/** An attribute with the range of its value. */
type ReadAttribute = [name: string, value: string, start: number, end: number];

/** Elements whose content is not displayed. */
const INVISIBLE_ELEMENTS = new Set(["script", "style", "title", "template", "iframe", "noembed", "noframes"]);

/** UTF-16 code units that are tokenized between two calls of `isDone`. */
const CHUNK_LENGTH = 1024;

/**
 * Reads HTML in one pass without building a tree, in time linear in its length. It uses the tokenizer of the sanitiser's
 * parser, so that links, pictures and preview agree. Character references in attributes are decoded by HTML §13.2.5.73:
 * `&copy=` in a link stays.
 *
 * @param isDone called every KiB; true ends the reading
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
  let tagStart = 0;
  let nameEnd = 0;
  /** Where the attribute's value starts; -1 until it is known. The offset of a character reference is not reported. */
  let valueStart = -1;
  let attributes: ReadAttribute[] = [];
  /** The name of the open invisible element, and how many elements with that name are open. */
  let invisible = "";
  let depth = 0;

  const addText = (text: string, start: number) => {
    if (invisible === "") visitor.text?.(text, start);
    else if (invisible === "style") visitor.style?.(text, start);
  };
  const openTag = (last: number) => {
    const read = attributes;
    attributes = [];
    if (invisible === "") {
      visitor.open?.(tag, () => toMap(read), new TagPlace(tagStart, last + 1, read));
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
      if (!isTagName) addText(html.slice(start, end), start);
    },
    ontextentity: (codePoint, end) => addText(String.fromCodePoint(codePoint), end - 1),
    onopentagname(start, end) {
      tag = html.slice(start, end).toLowerCase();
      tagStart = start - 1;
    },
    onattribname(start, end) {
      attributeName = html.slice(start, end).toLowerCase();
      attributeValue = "";
      valueStart = -1;
      nameEnd = end;
    },
    onattribdata(start, end) {
      if (valueStart < 0) valueStart = start;
      attributeValue += html.slice(start, end);
    },
    onattribentity(codePoint) {
      attributeValue += String.fromCodePoint(codePoint);
    },
    onattribend(quote, last) {
      const end = quote === QuoteType.Single || quote === QuoteType.Double ? last - 1 : last;
      const start = valueStart < 0 ? nameEnd : valueStart;
      attributes.push([attributeName, attributeValue, start, Math.max(start, end)]);
    },
    onopentagend: openTag,
    onselfclosingtag: openTag,
    onclosetag(start, end) {
      const name = html.slice(start, end).toLowerCase();
      if (invisible === "") visitor.close?.(name);
      else if (name === invisible && --depth === 0) invisible = "";
    },
    oncomment: (start, end, endLength) => visitor.comment?.(html.slice(start, end - endLength), start),
    oncdata() {},
    ondeclaration: (start, end) => visitor.declaration?.(html.slice(start, end), start),
    onprocessinginstruction() {},
    onend() {},
  };
}

/** The first attribute with a name counts (HTML §13.2.5.33). */
function toMap(attributes: readonly ReadAttribute[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of attributes) if (!values.has(name)) values.set(name, value);
  return values;
}

class TagPlace implements HtmlTagPlace {
  readonly start: number;
  readonly end: number;
  readonly #attributes: readonly ReadAttribute[];

  constructor(start: number, end: number, attributes: readonly ReadAttribute[]) {
    this.start = start;
    this.end = end;
    this.#attributes = attributes;
  }

  valueOf(attribute: string): HtmlRange {
    const found = this.#attributes.find(([name]) => name === attribute);
    return found === undefined ? this : { start: found[2], end: found[3] };
  }
}
