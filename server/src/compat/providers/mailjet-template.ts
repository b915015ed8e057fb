import { type Expression, parseExpression, type Scope } from "./mailjet-expression.ts";
import { isTrue } from "./mailjet-values.ts";
import { showValue } from "./show-value.ts";

/*
 * Mailjet's template language: `{{ … }}` writes a value, `{% if … %}`, `{% for … in … %}` and `{% set … = … %}` are statements. It looks
 * like Jinja, but no library for Jinja or Liquid reads `var:name:"default"`, `elseif`, `=`, `<>`, `xor`, `mod` and `div`.
 *
 * A template is parsed into steps, each of which appends to the output.
 */

/**
 * Renders a template. Values are not escaped.
 *
 * @param maxLength maximum characters of the output
 * @throws {Error} if it is not valid, or if a variable has neither a value nor a default: Mailjet does not send such a message
 */
export function renderMailjetTemplate(
  template: string,
  variables: Readonly<Record<string, unknown>>,
  maxLength: number,
): string {
  const output = new Output(maxLength);
  const run = new TemplateParser(template).parse();
  run({ variables, locals: new Map() }, output);
  return output.text;
}

type Step = (scope: Scope, output: Output) => void;

class Output {
  text = "";
  readonly #maxLength: number;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  write(text: string): void {
    this.text += text;
    if (this.text.length > this.#maxLength)
      throw new Error(`The rendered template has more than ${this.#maxLength} characters.`);
  }
}

/** A piece of a template. */
type Piece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "value"; readonly inner: string; readonly text: string }
  | { readonly type: "statement"; readonly word: string; readonly inner: string };

/** Maximum statements within each other. */
const MAX_DEPTH = 50;

class TemplateParser {
  readonly #pieces: readonly Piece[];
  #at = 0;
  #depth = 0;

  constructor(template: string) {
    this.#pieces = [...splitPieces(template)];
  }

  parse(): Step {
    const step = this.#block([]);
    if (this.#at < this.#pieces.length) throw new Error(`There is {% ${this.#wordAt()} %} without its beginning.`);
    return step;
  }

  /** Parses up to one of these statements, or the end. */
  #block(ends: readonly string[]): Step {
    if (++this.#depth > MAX_DEPTH) throw new Error("Statements are nested too deeply.");
    const steps: Step[] = [];
    for (;;) {
      const piece = this.#pieces[this.#at];
      if (piece === undefined || (piece.type === "statement" && BLOCK_ENDS.has(piece.word))) break;
      this.#at++;
      steps.push(this.#step(piece));
    }
    this.#depth--;
    const end = this.#wordAt();
    if (ends.length > 0 && !ends.includes(end ?? "")) throw new Error(`{% ${ends.at(-1)} %} is missing.`);
    return (scope, output) => {
      for (const step of steps) step(scope, output);
    };
  }

  #step(piece: Piece): Step {
    switch (piece.type) {
      case "text":
        return (_scope, output) => output.write(piece.text);
      case "value":
        return writeValue(piece);
      case "statement":
        return this.#statement(piece.word, piece.inner);
    }
  }

  #statement(word: string, inner: string): Step {
    switch (word) {
      case "if":
        return this.#branches(parseExpression(inner));
      case "for":
        return this.#loop(inner);
      case "set": {
        const [, name = "", value = ""] = /^([\w-]+)\s*=(.*)$/s.exec(inner) ?? [];
        const evaluate = parseExpression(value);
        return (scope) => {
          scope.locals.set(name, evaluate(scope));
        };
      }
      default:
        throw new Error(`The statement {% ${word.slice(0, 50)} %} is not known.`);
    }
  }

  #branches(condition: Expression): Step {
    const then = this.#block(["elseif", "else", "endif"]);
    const end = this.#pieces[this.#at++];
    const word = end?.type === "statement" ? end.word : "";
    const otherwise =
      word === "elseif" && end?.type === "statement"
        ? this.#branches(parseExpression(end.inner))
        : this.#otherwise(word);
    return (scope, output) => (isTrue(condition(scope)) ? then : otherwise)(scope, output);
  }

  #otherwise(word: string): Step {
    if (word !== "else") return () => {};
    const step = this.#block(["endif"]);
    this.#at++;
    return step;
  }

  #loop(inner: string): Step {
    const [, name, list] = /^([\w-]+)\s+in\s+(.+)$/s.exec(inner) ?? [];
    if (name === undefined || list === undefined) throw new Error("A loop is written {% for item in var:items %}.");
    const evaluate = parseExpression(list);
    const body = this.#block(["endfor"]);
    this.#at++;
    return (scope, output) => {
      const items = evaluate(scope);
      if (!Array.isArray(items)) throw new Error(`${list.slice(0, 100)} is not a list.`);
      const outer = scope.locals.get(name);
      for (const item of items) {
        scope.locals.set(name, item);
        body(scope, output);
      }
      if (outer === undefined) scope.locals.delete(name);
      else scope.locals.set(name, outer);
    };
  }

  #wordAt(): string | undefined {
    const piece = this.#pieces[this.#at];
    return piece?.type === "statement" ? piece.word : undefined;
  }
}

const BLOCK_ENDS = new Set(["else", "elseif", "endfor", "endif"]);

/** A default without quotation marks may have blanks: `{{var:name:dear customer}}`. */
const UNQUOTED = /^((?:var|data|mj|segmentation):[\w.[\]-]+):([^"']*)$/s;

function writeValue({ inner, text }: { readonly inner: string; readonly text: string }): Step {
  // What is known of the contact, or of the campaign, stays as it is.
  if (/^(?:data|mj|segmentation):[^:]*$/s.test(inner)) return (_scope, output) => output.write(text);
  const [, property, fallback = ""] = UNQUOTED.exec(inner) ?? [];
  const evaluate = parseExpression(property === undefined ? inner : `${property}:"${fallback.trim()}"`);
  return (scope, output) => output.write(showValue(evaluate(scope)));
}

/** Splits a template. Marks without an end are text. */
function* splitPieces(template: string): Generator<Piece> {
  let from = 0;
  for (const match of template.matchAll(/\{\{([^{}]*)\}\}|\{%\s*(\w+)([^%]*(?:%(?!\})[^%]*)*)%\}/g)) {
    const [text, inner, word = "", rest = ""] = match;
    if (match.index > from) yield { type: "text", text: template.slice(from, match.index) };
    if (inner === undefined) yield { type: "statement", word: word.toLowerCase(), inner: rest.trim() };
    else yield { type: "value", inner: inner.trim(), text };
    from = match.index + text.length;
  }
  if (from < template.length) yield { type: "text", text: template.slice(from) };
}
