import { type CSSToken, TokenType } from "@csstools/css-tokenizer";
import { type CssRule, readStyleSheet } from "../../css/read-css.ts";
import type { HtmlElement } from "./html-element.ts";
import { toText } from "./inline-style.ts";

const WATCHED = [
  "background",
  "background-color",
  "background-image",
  "color",
  "display",
  "font",
  "font-size",
  "height",
  "max-height",
  "opacity",
  "visibility",
  "width",
] as const;
type WatchedProperty = (typeof WATCHED)[number];
const WATCHED_PROPERTIES: ReadonlySet<string> = new Set(WATCHED);

/**
 * Tells which elements a style sheet may style. It compares only the last name of each selector, so it says “maybe” more often than a
 * browser would apply a rule. Rules with a condition (`@media`) and rules for a state (`:hover`) are ignored.
 *
 * A value is known if one rule alone may set the property, and its selector is one name.
 */
export class SheetRules {
  /** By property and name of a selector: the value that the rule sets; null if there are several rules, or another selector. */
  readonly #values = new Map<string, string | null>();
  /** By property: the names of elements (`td`), classes (`.button`) and ids (`#main`), or `*`. */
  readonly #subjects = new Map<string, Set<string>>();

  constructor(sheets: readonly string[]) {
    for (const css of sheets) this.#addSheet(css);
  }

  /** Whether a rule may set one of these properties of an element. */
  mayStyle({ name, attributes }: HtmlElement, ...properties: readonly WatchedProperty[]): boolean {
    return properties.some((property) => {
      const subjects = this.#subjects.get(property);
      if (subjects === undefined) return false;
      if (subjects.has("*") || subjects.has(name)) return true;
      const id = attributes.get("id");
      if (id !== undefined && subjects.has(`#${id}`)) return true;
      return (
        attributes
          .get("class")
          ?.split(/\s+/)
          .some((one) => subjects.has(`.${one}`)) ?? false
      );
    });
  }

  /** Returns the value of a property that rules set; null if it is not known, undefined if no rule sets it. */
  valueOf({ name, attributes }: HtmlElement, property: WatchedProperty): string | null | undefined {
    const subjects = this.#subjects.get(property);
    if (subjects === undefined) return undefined;
    const id = attributes.get("id");
    const classes = attributes.get("class")?.split(/\s+/) ?? [];
    const own = ["*", name, ...(id === undefined ? [] : [`#${id}`]), ...new Set(classes.map((one) => `.${one}`))];
    const [subject, ...others] = own.filter((one) => subjects.has(one));
    if (subject === undefined) return undefined;
    return others.length > 0 ? null : (this.#values.get(`${property} ${subject}`) ?? null);
  }

  #addSheet(css: string): void {
    let subjects: readonly string[] = [];
    let isPlain = false;
    readStyleSheet(css, {
      rule(rule) {
        subjects = rule.isConditional ? [] : listSubjects(rule);
        isPlain = isPlainList(rule);
      },
      atRule() {
        subjects = [];
      },
      declaration: ({ property, value, isImportant }) => {
        if (subjects.length === 0 || !WATCHED_PROPERTIES.has(property)) return;
        const known = this.#subjects.get(property) ?? new Set();
        this.#subjects.set(property, known);
        for (const subject of subjects) {
          const key = `${property} ${subject}`;
          this.#values.set(key, isPlain && !isImportant && !known.has(subject) ? toText(value).trim() : null);
          known.add(subject);
        }
      },
    });
  }
}

/** Whether each selector is one name: `td`, `.button`, `#main`. */
function isPlainList({ selectors }: CssRule): boolean {
  const text = selectors.map(([, written]) => written).join("");
  return /^\s*(?:[.#]?[\w-]+\s*(?:,\s*|$))+$/.test(text);
}

const STATES = new Set(["hover", "active", "focus", "visited", "focus-within", "focus-visible"]);

/** Returns the most specific name of the last compound selector of each selector. */
function listSubjects({ selectors }: CssRule): string[] {
  const subjects: string[] = [];
  let compound: CSSToken[] = [];
  let depth = 0;
  const end = () => {
    if (compound.length > 0) subjects.push(...findSubject(compound));
    compound = [];
  };
  for (const [at, token] of selectors.entries()) {
    if (token[0] === TokenType.Function || token[0] === TokenType.OpenSquare) depth++;
    if (depth > 0) {
      if (token[0] === TokenType.CloseParen || token[0] === TokenType.CloseSquare) depth--;
      continue;
    }
    if (token[0] === TokenType.Comma) end();
    // After a combinator, another compound selector begins.
    else if (token[0] === TokenType.Whitespace && selectors[at + 1]?.[0] !== TokenType.Comma) compound = [];
    else if (token[0] === TokenType.Delim && /^[>+~]$/.test(token[4].value)) compound = [];
    else compound.push(token);
  }
  end();
  return subjects;
}

function findSubject(compound: readonly CSSToken[]): string[] {
  let found = "*";
  for (const [at, token] of compound.entries()) {
    const before = compound[at - 1];
    if (token[0] === TokenType.Hash) return [`#${token[4].value}`];
    if (token[0] !== TokenType.Ident) continue;
    if (before?.[0] === TokenType.Colon) {
      if (STATES.has(token[4].value.toLowerCase())) return [];
    } else if (before?.[0] === TokenType.Delim && before[4].value === ".") {
      found = `.${token[4].value}`;
    } else if (found === "*") {
      found = token[4].value.toLowerCase();
    }
  }
  return [found];
}
