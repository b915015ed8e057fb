import type { HtmlRange, HtmlTagPlace } from "../../walk-html.ts";

/** An element of a document, with what the checks need to know. */
export class HtmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly place: HtmlTagPlace;
  readonly parent: HtmlElement | null;
  /** The innermost table that contains it, or null. */
  readonly table: HtmlElement | null;
  /** Where its own text begins, without that of elements in it; undefined if it has no letters or digits. */
  text: HtmlRange | undefined;
  /** Whether its own text has any visible character, like an arrow or an emoji. */
  hasSymbol = false;

  constructor(name: string, attributes: ReadonlyMap<string, string>, place: HtmlTagPlace, parent: HtmlElement | null) {
    this.name = name;
    this.attributes = attributes;
    this.place = place;
    this.parent = parent;
    this.table = parent?.name === "table" ? parent : (parent?.table ?? null);
  }

  /** Returns an attribute, trimmed, in lower case; empty if it is missing. */
  keyword(attribute: string): string {
    return (this.attributes.get(attribute) ?? "").trim().toLowerCase();
  }

  /** Whether assistive technology ignores it. */
  get isPresentational(): boolean {
    const role = this.keyword("role");
    return role === "presentation" || role === "none" || this.keyword("aria-hidden") === "true";
  }
}
