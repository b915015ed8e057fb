import { type OperatorName, operators } from "./operators.ts";
import { parseSize, parseTime } from "./parse-amounts.ts";
import type { Query, QueryError, Term } from "./query.ts";

/** Maximum nesting of groups, more than anyone would type. */
const MAX_DEPTH = 20;

/** Criteria of one query, those in groups included. Each is tested on every message. */
const MAX_CRITERIA = 100;

/**
 * Parses a query. Criteria next to each other must all hold; `OR` combines its two neighbours; `-` negates; `( )`
 * groups.
 *
 * @param now milliseconds since the epoch, the reference for ages like 5m
 * @returns an error with its column if the text is not valid
 */
export function parseQuery(text: string, now: number): Query | QueryError {
  const parser = new QueryParser(text, now);
  try {
    return parser.parse();
  } catch (error) {
    if (error instanceof QuerySyntaxError) return { type: "error", column: error.offset + 1, message: error.message };
    throw error;
  }
}

/** Used only within this file; `parseQuery` returns an error as a value. */
class QuerySyntaxError extends Error {
  /** Offset in the text. */
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

class QueryParser {
  readonly #text: string;
  readonly #nowMs: number;
  #offset = 0;
  #depth = 0;
  #criterionCount = 0;

  constructor(text: string, now: number) {
    this.#text = text;
    this.#nowMs = now;
  }

  parse(): Query {
    const query = this.#parseSequence();
    if (this.#offset < this.#text.length) throw new QuerySyntaxError(this.#offset, "Missing ( for this )");
    return query;
  }

  /** Parses criteria next to each other, up to the end or a closing parenthesis. */
  #parseSequence(): Query {
    const of: Query[] = [];
    for (this.#skipBlanks(); this.#offset < this.#text.length && this.#text[this.#offset] !== ")"; this.#skipBlanks()) {
      of.push(this.#parseAlternatives());
    }
    const [only] = of;
    return only !== undefined && of.length === 1 ? only : { type: "all", of };
  }

  #parseAlternatives(): Query {
    const first = this.#parseCriterion("Write something before OR");
    const of = [first];
    while (this.#skipOr()) of.push(this.#parseCriterion("Write something after OR"));
    return of.length === 1 ? first : { type: "any", of };
  }

  #parseCriterion(missing: string): Query {
    const start = this.#offset;
    if (start >= this.#text.length || this.#text[start] === ")" || this.#isOr(start))
      throw new QuerySyntaxError(start, missing);
    if (this.#text[start] !== "-") return this.#parsePositive();
    this.#offset++;
    const next = this.#text[this.#offset];
    if (next === undefined || next === ")" || next === "-" || /\s/.test(next)) {
      throw new QuerySyntaxError(start, "Write the excluded text directly after the -");
    }
    return { type: "not", of: this.#parsePositive() };
  }

  #parsePositive(): Query {
    const start = this.#offset;
    if (this.#text[start] === "(") return this.#parseGroup();
    if (++this.#criterionCount > MAX_CRITERIA)
      throw new QuerySyntaxError(start, `A search may have at most ${MAX_CRITERIA} criteria`);
    if (this.#text[start] === '"') {
      const value = this.#readQuotedValue();
      return { type: "word", value, text: this.#text.slice(start, this.#offset) };
    }
    const operator = /^([a-z][a-z-]*):(?!\/\/)/i.exec(this.#text.slice(start, start + 40))?.[1];
    if (operator !== undefined) return this.#parseOperator(operator);
    const value = this.#readBareValue();
    return { type: "word", value, text: value };
  }

  #parseGroup(): Query {
    const start = this.#offset++;
    if (++this.#depth > MAX_DEPTH) throw new QuerySyntaxError(start, `Groups may be at most ${MAX_DEPTH} deep`);
    this.#skipBlanks();
    // An empty group would match everything.
    if (this.#text[this.#offset] === ")")
      throw new QuerySyntaxError(this.#offset, "Write something between the parentheses");
    const query = this.#parseSequence();
    if (this.#text[this.#offset] !== ")") throw new QuerySyntaxError(start, "Missing ) for this (");
    this.#offset++;
    this.#depth--;
    return query;
  }

  #parseOperator(written: string): Term {
    const start = this.#offset;
    const name = operators.find((operator) => operator.name === written.toLowerCase())?.name;
    if (name === undefined) throw new QuerySyntaxError(start, describeUnknownOperator(written));
    this.#offset += written.length + 1;
    const valueStart = this.#offset;
    const isQuoted = this.#text[valueStart] === '"';
    const value = isQuoted
      ? this.#readQuotedValue()
      : name === "header"
        ? this.#readNamedValue()
        : this.#readBareValue();
    if (value === "") throw new QuerySyntaxError(valueStart, `Write a value directly after ${name}:`);
    const term = this.#buildTerm(name, value, isQuoted);
    if (typeof term === "string") throw new QuerySyntaxError(valueStart, term);
    return { ...term, text: this.#text.slice(start, this.#offset) };
  }

  /** Returns a term without its text, or a message about an invalid value. */
  #buildTerm(name: OperatorName, value: string, isQuoted: boolean): DistributiveOmit<Term, "text"> | string {
    switch (name) {
      case "has":
      case "is":
        return parseChoice(name, value.toLowerCase());
      case "before":
      case "after": {
        const at = parseTime(value, this.#nowMs);
        return at === undefined
          ? `${name}: must be a date like 2026-11-23 or 2026-11-23T18:30Z, or an age like 5m, 2h, 3d`
          : { type: "received", than: name, at };
      }
      case "larger":
      case "smaller": {
        const bytes = parseSize(value);
        return bytes === undefined ? `${name}: must be a size like 500, 10k, 2m` : { type: "size", than: name, bytes };
      }
      case "header": {
        const equals = value.indexOf("=");
        const field = equals < 0 ? value : value.slice(0, equals);
        return field === ""
          ? "header: must be followed by a field name, then = and text, like header:X-Mailer=php"
          : { type: "header", name: field, value: equals < 0 ? "" : value.slice(equals + 1) };
      }
      default:
        return { type: "field", field: name, value, ...(isQuoted && { quoted: true }) };
    }
  }

  /** Reads up to the next space, or to the parenthesis that closes the group. */
  #readBareValue(): string {
    const start = this.#offset;
    const end = this.#depth > 0 ? /[\s)]/ : /\s/;
    const length = this.#text.slice(start).search(end);
    this.#offset = length < 0 ? this.#text.length : start + length;
    return this.#text.slice(start, this.#offset);
  }

  /** Reads Name=text, where the text may be quoted. */
  #readNamedValue(): string {
    const name = /^[^\s"()=]*="/.exec(this.#text.slice(this.#offset))?.[0].slice(0, -1);
    if (name === undefined) return this.#readBareValue();
    this.#offset += name.length;
    return name + this.#readQuotedValue();
  }

  /** Reads a quoted value, in which \" is a quote and \\ a backslash. */
  #readQuotedValue(): string {
    const start = this.#offset;
    const [written] = /^"(?:[^"\\]|\\.)*"/s.exec(this.#text.slice(start)) ?? [];
    if (written === undefined) throw new QuerySyntaxError(start, "Missing closing quote");
    this.#offset += written.length;
    const value = written.slice(1, -1).replace(/\\(.)/gs, "$1");
    if (value.trim() === "") throw new QuerySyntaxError(start, "Write something between the quotes");
    return value;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text[this.#offset] ?? "")) this.#offset++;
  }

  #isOr(at: number): boolean {
    return /^OR(?=[\s()]|$)/.test(this.#text.slice(at, at + 3));
  }

  /** Skips an `OR` if it comes next, and returns whether there was one. */
  #skipOr(): boolean {
    const before = this.#offset;
    this.#skipBlanks();
    if (!this.#isOr(this.#offset)) {
      this.#offset = before;
      return false;
    }
    const or = this.#offset;
    this.#offset += 2;
    this.#skipBlanks();
    if (this.#offset >= this.#text.length) throw new QuerySyntaxError(or, "Write something after OR");
    return true;
  }
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

function parseChoice(name: "has" | "is", value: string): DistributiveOmit<Term, "text"> | string {
  if (name === "has" && (value === "attachment" || value === "html" || value === "findings"))
    return { type: "has", what: value };
  if (name === "is" && (value === "read" || value === "unread")) return { type: "is", what: value };
  return name === "has" ? "has: must be attachment, html or findings" : "is: must be read or unread";
}

function describeUnknownOperator(written: string): string {
  const near = operators.find(({ name }) => isSimilar(name, written.toLowerCase()));
  const hint = near ? ` Did you mean ${near.name}:?` : "";
  return `There is no operator ${written}:.${hint} To look for this as text, put it in quotes`;
}

/** Returns whether one is a prefix of the other, or has the same letters in another order (form: for from:). */
function isSimilar(name: string, written: string): boolean {
  const sorted = (word: string) => word.split("").sort().join("");
  return name.startsWith(written) || written.startsWith(name) || sorted(name) === sorted(written);
}
