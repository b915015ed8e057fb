import { type CSSToken, type TokenAtKeyword, TokenType } from "@csstools/css-tokenizer";
import { tokenizeCss } from "./tokenize-css.ts";

/** A range of the CSS, in UTF-16 code units: `end` is the offset after the last. */
export interface CssRange {
  readonly start: number;
  readonly end: number;
}

export interface CssDeclaration extends CssRange {
  /** In lower case; a custom property (`--x`) as written. */
  readonly property: string;
  /** The tokens of its value, without `!important` and without white space around it. */
  readonly value: readonly CSSToken[];
  readonly isImportant: boolean;
}

export interface CssRule extends CssRange {
  /** The tokens of its selector list, without white space around it. */
  readonly selectors: readonly CSSToken[];
  /** Whether it is inside of another style rule (CSS Nesting). */
  readonly isNested: boolean;
  /** Whether it is inside of an at-rule: `@media`, `@supports`. */
  readonly isConditional: boolean;
}

export interface CssAtRule extends CssRange {
  /** In lower case, without `@`. */
  readonly name: string;
  /** The tokens between the name and the block or semicolon, without white space around them. */
  readonly prelude: readonly CSSToken[];
}

/** Receives the content of a style sheet, in order. Each declaration comes after the start of its rule. */
export interface CssVisitor {
  declaration?(declaration: CssDeclaration): void;
  /** The start of a style rule. Its selectors, and its range, end before the `{`. */
  rule?(rule: CssRule): void;
  /** The start of an at-rule. Its range ends before the `{`, or before the semicolon. */
  atRule?(rule: CssAtRule): void;
  comment?(range: CssRange): void;
}

/** A block whose `}` has not been read: what it belongs to. */
type OpenBlock = "style" | "keyframes" | "group";

/** Maximum number of tokens of a declaration or of a selector list; the rest is ignored. */
const MAX_ITEM_TOKENS = 10_000;

/** At-rules whose blocks have key positions (`50%`) in place of selectors. */
const KEYFRAMES = /^(?:-[a-z]+-)?keyframes$/;

/**
 * Reads a style sheet in one pass (CSS Syntax §5), in time linear in its length. Errors are skipped as browsers skip them: up to the
 * next semicolon or block.
 */
export function readStyleSheet(css: string, visitor: CssVisitor): void {
  new CssReader(visitor).read(tokenizeCss(css));
}

/** Reads the declarations of a `style` attribute. */
export function readDeclarations(css: string, visitor: CssVisitor): void {
  new CssReader(visitor, "style").read(tokenizeCss(css));
}

class CssReader {
  readonly #visitor: CssVisitor;
  /** The tokens of the rule or declaration that is being read. */
  #item: CSSToken[] = [];
  /** Number of brackets that are open in it. */
  #depth = 0;
  readonly #blocks: OpenBlock[] = [];
  /** Number of open blocks of each kind. */
  readonly #counts: Record<OpenBlock, number> = { style: 0, keyframes: 0, group: 0 };

  constructor(visitor: CssVisitor, around?: OpenBlock) {
    this.#visitor = visitor;
    if (around !== undefined) this.#push(around);
  }

  read(tokens: Iterable<CSSToken>): void {
    for (const token of tokens) {
      switch (token[0]) {
        case TokenType.Comment:
          this.#visitor.comment?.({ start: token[2], end: token[3] + 1 });
          break;
        case TokenType.Function:
        case TokenType.OpenParen:
        case TokenType.OpenSquare:
          this.#depth++;
          this.#addToItem(token);
          break;
        case TokenType.CloseParen:
        case TokenType.CloseSquare:
          this.#depth = Math.max(0, this.#depth - 1);
          this.#addToItem(token);
          break;
        case TokenType.OpenCurly:
          if (this.#isCustomProperty() || this.#depth > 0) {
            this.#depth++;
            this.#addToItem(token);
          } else {
            this.#push(this.#openBlock());
          }
          break;
        case TokenType.CloseCurly:
          if (this.#depth > 0 && this.#isCustomProperty()) {
            this.#depth--;
            this.#addToItem(token);
            break;
          }
          this.#endItem();
          this.#pop();
          break;
        case TokenType.Semicolon:
          if (this.#depth > 0) this.#addToItem(token);
          else this.#endItem();
          break;
        case TokenType.CDO:
        case TokenType.CDC:
          if (this.#blocks.length > 0) this.#addToItem(token);
          break;
        default:
          this.#addToItem(token);
      }
    }
    this.#endItem();
  }

  #addToItem(token: CSSToken): void {
    if (this.#item.length < MAX_ITEM_TOKENS) this.#item.push(token);
  }

  /** Reports what the item begins: a style rule, or an at-rule with a block. */
  #openBlock(): OpenBlock {
    const tokens = this.#takeItem();
    const [first] = tokens;
    if (first?.[0] === TokenType.AtKeyword) {
      const name = this.#reportAtRule(tokens, first);
      return KEYFRAMES.test(name) ? "keyframes" : "group";
    }
    if (first === undefined || this.#blocks.at(-1) === "keyframes") return "group";
    this.#visitor.rule?.({
      selectors: tokens,
      isNested: this.#counts.style > 0,
      isConditional: this.#counts.group > 0,
      ...rangeOf(tokens),
    });
    return "style";
  }

  /** Reports the item as a declaration or as an at-rule without a block. */
  #endItem(): void {
    const tokens = this.#takeItem();
    const [first] = tokens;
    if (first?.[0] === TokenType.AtKeyword) {
      this.#reportAtRule(tokens, first);
      return;
    }
    if (first?.[0] !== TokenType.Ident || this.#blocks.length === 0) return;
    const colon = tokens.findIndex(([type]) => type !== TokenType.Ident && type !== TokenType.Whitespace);
    if (tokens[colon]?.[0] !== TokenType.Colon || colon > 2) return;
    const { value, isImportant } = splitImportant(trimSpace(tokens.slice(colon + 1)));
    const name = first[4].value;
    const property = name.startsWith("--") ? name : name.toLowerCase();
    this.#visitor.declaration?.({ property, value, isImportant, ...rangeOf(tokens) });
  }

  #reportAtRule(tokens: readonly CSSToken[], first: TokenAtKeyword): string {
    const name = first[4].value.toLowerCase();
    this.#visitor.atRule?.({ name, prelude: trimSpace(tokens.slice(1)), ...rangeOf(tokens) });
    return name;
  }

  /** Whether the item is a custom property, whose value may have blocks. */
  #isCustomProperty(): boolean {
    const first = this.#item.find(([type]) => type !== TokenType.Whitespace);
    return first?.[0] === TokenType.Ident && first[4].value.startsWith("--");
  }

  #push(block: OpenBlock): void {
    this.#blocks.push(block);
    this.#counts[block]++;
  }

  #pop(): void {
    const block = this.#blocks.pop();
    if (block !== undefined) this.#counts[block]--;
  }

  #takeItem(): readonly CSSToken[] {
    const tokens = trimSpace(this.#item);
    this.#item = [];
    this.#depth = 0;
    return tokens;
  }
}

function splitImportant(tokens: readonly CSSToken[]): { value: readonly CSSToken[]; isImportant: boolean } {
  const last = tokens.at(-1);
  if (last?.[0] === TokenType.Ident && last[4].value.toLowerCase() === "important") {
    const before = trimSpace(tokens.slice(0, -1));
    const mark = before.at(-1);
    if (mark?.[0] === TokenType.Delim && mark[4].value === "!")
      return { value: trimSpace(before.slice(0, -1)), isImportant: true };
  }
  return { value: tokens, isImportant: false };
}

function trimSpace(tokens: readonly CSSToken[]): readonly CSSToken[] {
  const isSpace = (token: CSSToken | undefined) => token?.[0] === TokenType.Whitespace;
  let start = 0;
  let end = tokens.length;
  while (start < end && isSpace(tokens[start])) start++;
  while (end > start && isSpace(tokens[end - 1])) end--;
  return tokens.slice(start, end);
}

function rangeOf(tokens: readonly CSSToken[]): CssRange {
  return { start: tokens[0]?.[2] ?? 0, end: (tokens.at(-1)?.[3] ?? -1) + 1 };
}
