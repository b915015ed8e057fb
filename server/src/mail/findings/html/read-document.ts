import { type HtmlVisitor, walkHtml } from "../../walk-html.ts";
import { HtmlElement } from "./html-element.ts";

/** A document as the checks read it. */
export interface HtmlDocument {
  /** In the order of the source: parents before their children. */
  readonly elements: readonly HtmlElement[];
  /** The style sheets. */
  readonly sheets: readonly string[];
}

/** Elements without an end tag (HTML §13.1.2). */
const VOID_ELEMENTS = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/** Elements that end where another one of these begins (HTML §13.1.2.4). */
const ENDED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["p", new Set("p div table ul ol h1 h2 h3 h4 h5 h6 blockquote hr pre".split(" "))],
  ["li", new Set(["li"])],
  ["td", new Set(["td", "th", "tr"])],
  ["th", new Set(["td", "th", "tr"])],
  ["tr", new Set(["tr", "tbody", "tfoot"])],
  ["dt", new Set(["dt", "dd"])],
  ["dd", new Set(["dt", "dd"])],
  ["option", new Set(["option"])],
]);

/** Number of elements after which reading ends. A long newsletter has some thousands. */
const MAX_ELEMENTS = 20_000;

/**
 * Reads HTML into its elements, in time linear in its length: about the first MAX_ELEMENTS. Comments, also those for Outlook, are
 * ignored.
 */
export function readDocument(html: string): HtmlDocument {
  const elements: HtmlElement[] = [];
  const sheets: string[] = [];
  const open = new OpenElements();
  let sheetEnd = -1;
  const visitor: HtmlVisitor = {
    open(name, attributes, place) {
      open.endBefore(name);
      const element = new HtmlElement(name, attributes(), place, open.current);
      elements.push(element);
      if (!VOID_ELEMENTS.has(name)) open.push(element);
    },
    close: (name) => open.end(name),
    text(text, start) {
      const { current } = open;
      if (current === null) return;
      if (/[^\s\p{Cf}\p{M}]/u.test(text)) current.hasSymbol = true;
      if (current.text === undefined && /[\p{L}\p{N}]/u.test(text)) {
        const blanks = text.length - text.trimStart().length;
        current.text = { start: start + blanks, end: start + text.trimEnd().length };
      }
    },
    style(css, start) {
      if (start === sheetEnd) sheets.push(`${sheets.pop() ?? ""}${css}`);
      else sheets.push(css);
      sheetEnd = start + css.length;
      open.end("style");
    },
  };
  walkHtml(html, visitor, () => elements.length >= MAX_ELEMENTS);
  return { elements, sheets };
}

/** The elements whose end has not been read. */
class OpenElements {
  readonly #stack: HtmlElement[] = [];
  /** Number of open elements of each name: an end tag without a start tag is ignored without a search. */
  readonly #counts = new Map<string, number>();

  get current(): HtmlElement | null {
    return this.#stack.at(-1) ?? null;
  }

  push(element: HtmlElement): void {
    this.#stack.push(element);
    this.#counts.set(element.name, (this.#counts.get(element.name) ?? 0) + 1);
  }

  /** Ends the innermost element of this name, and all in it. */
  end(name: string): void {
    if ((this.#counts.get(name) ?? 0) === 0) return;
    while (this.#pop() !== name) {
      // Elements without an end tag end here.
    }
  }

  /** Ends the elements whose end tag is omitted before the start of another one. */
  endBefore(name: string): void {
    while (this.#isEndedBy(name)) this.#pop();
  }

  /** Whether the current element ends where an element of this name starts. */
  #isEndedBy(name: string): boolean {
    return ENDED_BY.get(this.current?.name ?? "")?.has(name) ?? false;
  }

  #pop(): string | undefined {
    const name = this.#stack.pop()?.name;
    if (name !== undefined) this.#counts.set(name, (this.#counts.get(name) ?? 1) - 1);
    return name;
  }
}
