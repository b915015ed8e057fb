import { type CSSToken, TokenType } from "@csstools/css-tokenizer";
import {
  type CssAtRule,
  type CssDeclaration,
  type CssRange,
  type CssRule,
  readDeclarations,
  readStyleSheet,
} from "../css/read-css.ts";
import type { FeatureIndex } from "./feature-index.ts";
import type { SpecialSign } from "./feature-signs.ts";
import type { HtmlFeature } from "./support-table.ts";

/** Receives a feature and where it is used. */
export type AddUse = (feature: HtmlFeature, range: CssRange) => void;

/** Receives the format of an image, and where the image is named. */
export type AddImage = (url: string, range: CssRange) => void;

interface CssFeatureVisitor {
  readonly index: FeatureIndex;
  readonly addUse: AddUse;
  readonly addImage: AddImage;
}

/** Finds the features of a style sheet, or of the declarations of a `style` attribute. */
export function findCssFeatures(css: string, kind: "sheet" | "declarations", visitor: CssFeatureVisitor): void {
  const finder = new CssFeatureFinder(visitor);
  if (kind === "sheet") readStyleSheet(css, finder);
  else readDeclarations(css, finder);
}

class CssFeatureFinder {
  readonly #index: FeatureIndex;
  readonly #addUse: AddUse;
  readonly #addImage: AddImage;

  constructor({ index, addUse, addImage }: CssFeatureVisitor) {
    this.#index = index;
    this.#addUse = addUse;
    this.#addImage = addImage;
  }

  comment(range: CssRange): void {
    this.#addSpecial("css-comment", range);
  }

  atRule({ name, prelude, ...range }: CssAtRule): void {
    this.#add(this.#index.atRules.get(name), range);
    if (name !== "media") return;
    for (const token of prelude) {
      if (token[0] !== TokenType.Ident) continue;
      const feature = token[4].value.toLowerCase().replace(/^(-webkit-)?(?:min|max)-/, "$1");
      this.#add(this.#index.mediaFeatures.get(feature), range);
    }
  }

  declaration({ property, value, isImportant, ...range }: CssDeclaration): void {
    const { properties, values, words, functions, units } = this.#index;
    if (property.startsWith("--")) this.#addSpecial("custom-property", range);
    this.#add(properties.get(property), range);
    if (isImportant) this.#addSpecial("important", range);
    for (const [at, token] of value.entries()) {
      switch (token[0]) {
        case TokenType.Ident: {
          const word = token[4].value.toLowerCase();
          this.#add(values.get(`${property} ${word}`), range);
          this.#add(words.get(word), range);
          break;
        }
        case TokenType.Function: {
          const name = token[4].value.toLowerCase();
          this.#add(functions.get(name), range);
          const argument = value[at + 1];
          if (name === "url" && argument?.[0] === TokenType.String) this.#addImage(argument[4].value, range);
          break;
        }
        case TokenType.Dimension:
          this.#add(units.get(token[4].unit.toLowerCase()), range);
          break;
        case TokenType.Percentage:
          this.#add(units.get("%"), range);
          break;
        case TokenType.URL:
          this.#addImage(token[4].value, range);
          break;
        default:
      }
    }
  }

  rule({ selectors, isNested, ...range }: CssRule): void {
    const seen = new Set<SpecialSign>(isNested ? ["nesting"] : []);
    /** Number of classes in the compound selector that is being read. */
    let classes = 0;
    let bracket: TokenType | undefined;
    for (const [at, token] of selectors.entries()) {
      const before = selectors[at - 1];
      if (bracket !== undefined) {
        if (token[0] === bracket) bracket = undefined;
        continue;
      }
      switch (token[0]) {
        case TokenType.Ident:
          if (isDelim(before, ".")) {
            seen.add("class-selector");
            if (++classes > 1) seen.add("chained-selector");
          } else if (before?.[0] === TokenType.Colon) {
            this.#add(this.#index.pseudos.get(token[4].value.toLowerCase()), range);
          } else {
            seen.add("type-selector");
          }
          break;
        case TokenType.Function:
          if (before?.[0] === TokenType.Colon) this.#add(this.#index.pseudos.get(token[4].value.toLowerCase()), range);
          // What `:not()` and `:has()` contain are selectors; what the others contain are not.
          if (!/^(?:not|is|where|has)$/i.test(token[4].value)) bracket = TokenType.CloseParen;
          classes = 0;
          break;
        case TokenType.Hash:
          seen.add("id-selector");
          break;
        case TokenType.OpenSquare:
          seen.add("attribute-selector");
          bracket = TokenType.CloseSquare;
          break;
        case TokenType.Comma:
          seen.add("selector-list");
          classes = 0;
          break;
        case TokenType.Whitespace:
          classes = 0;
          if (isCompoundEnd(before) && isCompoundStart(selectors[at + 1])) seen.add("descendant-combinator");
          break;
        case TokenType.Delim: {
          const combinator = COMBINATORS.get(token[4].value);
          if (combinator !== undefined) {
            seen.add(combinator);
            classes = 0;
          } else if (token[4].value === "*") {
            seen.add("universal-selector");
          } else if (token[4].value === "&") {
            seen.add("nesting");
          }
          break;
        }
        default:
      }
    }
    for (const sign of seen) this.#addSpecial(sign, range);
  }

  #addSpecial(sign: SpecialSign, range: CssRange): void {
    this.#add(this.#index.special.get(sign), range);
  }

  #add(features: readonly HtmlFeature[] | undefined, { start, end }: CssRange): void {
    for (const feature of features ?? []) this.#addUse(feature, { start, end });
  }
}

const COMBINATORS: ReadonlyMap<string, SpecialSign> = new Map([
  [">", "child-combinator"],
  ["+", "adjacent-combinator"],
  ["~", "sibling-combinator"],
]);

function isDelim(token: CSSToken | undefined, value: string): boolean {
  return token?.[0] === TokenType.Delim && token[4].value === value;
}

/** Whether a compound selector may end with this token: no combinator and no comma. */
function isCompoundEnd(token: CSSToken | undefined): boolean {
  if (token === undefined || token[0] === TokenType.Comma) return false;
  return token[0] !== TokenType.Delim || !COMBINATORS.has(token[4].value);
}

/** Whether a compound selector may start with this token. */
function isCompoundStart(token: CSSToken | undefined): boolean {
  return isCompoundEnd(token) && token?.[0] !== TokenType.CloseParen;
}
