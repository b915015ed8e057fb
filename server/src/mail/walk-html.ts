import { decodeHTML } from "entities";

/** What is told of HTML, in its order. */
export interface HtmlVisitor {
  /** Text between tags, its character references decoded. */
  text(text: string): void;
  /** A tag that opens an element; its name in lower case. `attributes` reads them when asked. */
  open(name: string, attributes: () => ReadonlyMap<string, string>): void;
  /** A tag that closes an element; its name in lower case. */
  close(name: string): void;
}

/** Elements whose content nobody reads. */
const UNREAD_ELEMENTS = new Set(["script", "style", "title", "template"]);

/**
 * Walks through HTML once, without building a tree, in time that grows only with its length, whatever the HTML is.
 * Made for reading, never for making HTML safe.
 *
 * @param isDone asked after each tag; ends the walk
 */
export function walkHtml(html: string, visitor: HtmlVisitor, isDone: () => boolean = () => false): void {
  let offset = 0;
  let textStart = 0;
  const emitText = (end: number) => {
    if (end > textStart) visitor.text(decodeHTML(html.slice(textStart, end)));
  };
  while (!isDone()) {
    const tag = html.indexOf("<", offset);
    if (tag < 0) break;
    if (html.startsWith("<!", tag) || html.startsWith("<?", tag)) {
      emitText(tag);
      // `<!-->` is a comment that is over (HTML §13.2.5.43).
      offset = html.startsWith("<!--", tag) ? endOf(html, "-->", tag + 2) : endOf(html, ">", tag);
      textStart = offset;
      continue;
    }
    const name = tagNameAt(html, tag);
    if (name === "") {
      offset = tag + 1;
      continue;
    }
    emitText(tag);
    offset = tagEnd(html, tag);
    if (html[tag + 1] === "/") {
      visitor.close(name);
    } else {
      const attributes = html.slice(tag + 1 + name.length, offset - 1);
      visitor.open(name, () => parseAttributes(attributes));
      if (UNREAD_ELEMENTS.has(name)) offset = findContentEnd(html, name, offset);
    }
    textStart = offset;
  }
  if (!isDone()) emitText(html.length);
}

/** The name of the tag that begins here, in lower case; empty where none does. */
function tagNameAt(html: string, tag: number): string {
  const [, name = ""] = /^<\/?([a-z][a-z0-9:-]*)/i.exec(html.slice(tag, tag + 40)) ?? [];
  return name.toLowerCase();
}

/** Offset after the > that ends a tag, which does not count in a value within quotes; quotes elsewhere are as any letter. */
function tagEnd(html: string, tag: number): number {
  const mark = /=\s*(["'])|>/g;
  mark.lastIndex = tag;
  for (let match = mark.exec(html); match !== null; match = mark.exec(html)) {
    const [, quote] = match;
    if (quote === undefined) return match.index + 1;
    const closing = html.indexOf(quote, mark.lastIndex);
    if (closing < 0) return endOf(html, ">", match.index);
    mark.lastIndex = closing + 1;
  }
  return html.length;
}

function findContentEnd(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}`, "gi");
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}

function endOf(html: string, what: string, from: number): number {
  const found = html.indexOf(what, from);
  return found < 0 ? html.length : found + what.length;
}

const ATTRIBUTE = /([^\s"'<>/=]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?/g;

function parseAttributes(source: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single, bare] of source.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    // The first of its name counts, as in browsers.
    if (!attributes.has(key)) attributes.set(key, decodeHTML(double ?? single ?? bare ?? ""));
  }
  return attributes;
}
