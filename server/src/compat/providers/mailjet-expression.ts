import { callFunction } from "./mailjet-functions.ts";
import { add, compare, divide, findAt, isTrue, toNumber } from "./mailjet-values.ts";

/*
 * Expressions of Mailjet's template language: https://dev.mailjet.com/template-language/reference/
 *
 * An expression becomes a function of the variables, by recursive descent; no code is generated. From the loosest operator to the
 * tightest: or, xor, and, not, comparisons, + and -, * / div mod, the minus sign.
 */

export interface Scope {
  /** The variables of the request, which are written `var:name`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Those that `for` and `set` define, which are written `name`. */
  readonly locals: Map<string, unknown>;
}

export type Expression = (scope: Scope) => unknown;

const PATH = String.raw`[\w-]+(?:\.[\w-]+|\[\d+\])*`;
const NAME = String.raw`[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*`;
const TEXT = `"[^"]*"|'[^']*'`;
const SOURCE = `(?<source>var|data|mj|segmentation):(?<path>${PATH})(?::(?<fallback>${TEXT}|[\\w.-]+))?`;
const OPERATOR = String.raw`===|==|!=|<>|<=|>=|[=<>+\-*/!(),]`;
const TOKEN = new RegExp(
  String.raw`\s*(?:(?<number>\d+(?:\.\d+)?)(?![\w-])|(?<text>${TEXT})|${SOURCE}|(?<name>${NAME})|(?<operator>${OPERATOR}))`,
  "y",
);

type Token = Readonly<Record<string, string | undefined>>;

/** Parses an expression. @throws {Error} if it is not one */
export function parseExpression(text: string): Expression {
  return new Parser(text).parse();
}

/** Maximum parentheses and functions within each other. */
const MAX_DEPTH = 50;

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "==": (order) => order === 0,
  "===": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<>": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text.trim();
    this.#tokens = [...splitTokens(this.#text)];
  }

  parse(): Expression {
    const expression = this.#or();
    if (this.#at < this.#tokens.length) throw this.#error();
    return expression;
  }

  #or(): Expression {
    return this.#chain(
      ["or"],
      () =>
        this.#chain(
          ["xor"],
          () =>
            this.#chain(
              ["and"],
              () => this.#not(),
              (left, right) => (scope) => isTrue(left(scope)) && isTrue(right(scope)),
            ),
          (left, right) => (scope) => isTrue(left(scope)) !== isTrue(right(scope)),
        ),
      (left, right) => (scope) => isTrue(left(scope)) || isTrue(right(scope)),
    );
  }

  #not(): Expression {
    if (this.#take("not", "!") === undefined) return this.#comparison();
    const inner = this.#nest(() => this.#not());
    return (scope) => !isTrue(inner(scope));
  }

  #comparison(): Expression {
    return this.#chain(
      Object.keys(COMPARISONS),
      () => this.#sum(),
      (left, right, operator) => (scope) => COMPARISONS[operator]?.(compare(left(scope), right(scope))),
    );
  }

  #sum(): Expression {
    return this.#chain(
      ["+", "-"],
      () => this.#product(),
      (left, right, operator) => (scope) =>
        operator === "+" ? add(left(scope), right(scope)) : toNumber(left(scope)) - toNumber(right(scope)),
    );
  }

  #product(): Expression {
    return this.#chain(
      ["*", "/", "div", "mod"],
      () => this.#operand(),
      (left, right, operator) => (scope) =>
        operator === "*"
          ? toNumber(left(scope)) * toNumber(right(scope))
          : divide(left(scope), right(scope), operator as "/" | "div" | "mod"),
    );
  }

  #operand(): Expression {
    if (this.#take("-") !== undefined) {
      const inner = this.#nest(() => this.#operand());
      return (scope) => -toNumber(inner(scope));
    }
    if (this.#take("(") !== undefined) {
      const inner = this.#nest(() => this.#or());
      if (this.#take(")") === undefined) throw this.#error();
      return inner;
    }
    const token = this.#tokens[this.#at++];
    if (token?.["number"] !== undefined) return constant(Number(token["number"]));
    if (token?.["text"] !== undefined) return constant(token["text"].slice(1, -1));
    if (token?.["source"] !== undefined) return readProperty(token);
    const name = token?.["name"];
    if (name === undefined) throw this.#error();
    return this.#take("(") === undefined ? readName(name) : this.#call(name);
  }

  #call(name: string): Expression {
    const values: Expression[] = [];
    while (this.#take(")") === undefined) {
      if (values.length > 0 && this.#take(",") === undefined) throw this.#error();
      values.push(this.#nest(() => this.#or()));
    }
    return (scope) =>
      callFunction(
        name,
        values.map((value) => value(scope)),
      );
  }

  /** Parses operands that operators join, from left to right. */
  #chain(
    operators: readonly string[],
    parseOperand: () => Expression,
    join: (left: Expression, right: Expression, operator: string) => Expression,
  ): Expression {
    let left = parseOperand();
    for (;;) {
      const operator = this.#take(...operators);
      if (operator === undefined) return left;
      left = join(left, parseOperand(), operator);
    }
  }

  #nest(parse: () => Expression): Expression {
    if (++this.#depth > MAX_DEPTH) throw new Error("An expression is nested too deeply.");
    const expression = parse();
    this.#depth--;
    return expression;
  }

  #take(...operators: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    const operator = token?.["operator"] ?? token?.["name"];
    if (operator === undefined || !operators.includes(operator)) return undefined;
    this.#at++;
    return operator;
  }

  #error(): Error {
    return new Error(`The expression “${this.#text.slice(0, 100)}” cannot be read.`);
  }
}

function* splitTokens(text: string): Generator<Token> {
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match?.groups === undefined) throw new Error(`The expression “${text.slice(0, 100)}” cannot be read.`);
    yield match.groups;
  }
}

const constant = (value: unknown) => () => value;

/** Reads `var:name:default`. Properties of contacts and the like are not known here. */
function readProperty({ source, path = "", fallback }: Token): Expression {
  return ({ variables }) => {
    const value = source === "var" ? findAt(variables, path) : undefined;
    if (value !== undefined && value !== null) return value;
    if (fallback === undefined && source === "var")
      throw new Error(`The variable ${path} has neither a value nor a default.`);
    return fallback === undefined ? "" : readWord(fallback);
  };
}

function readWord(word: string): unknown {
  if (/^["']/.test(word)) return word.slice(1, -1);
  if (word === "true" || word === "false") return word === "true";
  return /^\d+(?:\.\d+)?$/.test(word) ? Number(word) : word;
}

function readName(name: string): Expression {
  if (name === "true" || name === "false") return constant(name === "true");
  const [first = ""] = name.split(/[.[]/, 1);
  return ({ locals }) => {
    if (!locals.has(first)) throw new Error(`The name ${first} is not known. A variable is written var:${first}.`);
    const value = findAt(locals.get(first), name.slice(first.length));
    if (value === undefined || value === null) throw new Error(`${name} has no value.`);
    return value;
  };
}
