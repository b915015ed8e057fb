import { parseSize, parseTime } from "./amounts.ts";
import { type OperatorName, operators } from "./operators.ts";
import type { Query, QueryError, Term } from "./query.ts";

/** Groups within groups; more is no question that a person asks. */
const MAX_DEPTH = 20;

/**
 * Reads a query. Criteria that stand side by side must all hold; `OR` joins its two neighbours; `-` negates; `( )` groups.
 *
 * @param now milliseconds since the epoch, from which ages like 5m are counted
 * @returns an error that points at the column, where the text cannot be read
 */
export function parseQuery(text: string, now: number): Query | QueryError {
  const reader = new Reader(text, now);
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof Unreadable) return { type: "error", column: error.at + 1, message: error.message };
    throw error;
  }
}

/** Stays within this file: outside of it, an unreadable query is a value. */
class Unreadable extends Error {
  /** Offset in the text. */
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class Reader {
  readonly #text: string;
  readonly #now: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, now: number) {
    this.#text = text;
    this.#now = now;
  }

  whole(): Query {
    const query = this.#all();
    if (this.#at < this.#text.length) throw new Unreadable(this.#at, "There is no ( for this )");
    return query;
  }

  /** Criteria side by side, up to the end or a closing parenthesis. */
  #all(): Query {
    const of: Query[] = [];
    for (this.#skipBlanks(); this.#at < this.#text.length && this.#text[this.#at] !== ")"; this.#skipBlanks()) {
      of.push(this.#any());
    }
    const [only] = of;
    return only !== undefined && of.length === 1 ? only : { type: "all", of };
  }

  #any(): Query {
    const first = this.#one("Write something before OR");
    const of = [first];
    while (this.#skipOr()) of.push(this.#one("Write something after OR"));
    return of.length === 1 ? first : { type: "any", of };
  }

  #one(missing: string): Query {
    const start = this.#at;
    if (start >= this.#text.length || this.#text[start] === ")" || this.#isOr(start))
      throw new Unreadable(start, missing);
    if (this.#text[start] !== "-") return this.#positive();
    this.#at++;
    const next = this.#text[this.#at];
    if (next === undefined || next === ")" || next === "-" || /\s/.test(next)) {
      throw new Unreadable(start, "Write what must not be there right behind the -");
    }
    return { type: "not", of: this.#positive() };
  }

  #positive(): Query {
    const start = this.#at;
    if (this.#text[start] === "(") return this.#group();
    if (this.#text[start] === '"') {
      const value = this.#quoted();
      return { type: "word", value, text: this.#text.slice(start, this.#at) };
    }
    const operator = /^([a-z][a-z-]*):(?!\/\/)/i.exec(this.#text.slice(start, start + 40))?.[1];
    if (operator !== undefined) return this.#operation(operator);
    const value = this.#bare();
    return { type: "word", value, text: value };
  }

  #group(): Query {
    const start = this.#at++;
    if (++this.#depth > MAX_DEPTH) throw new Unreadable(start, `Groups may be at most ${MAX_DEPTH} deep`);
    this.#skipBlanks();
    // A group of nothing would match everything.
    if (this.#text[this.#at] === ")") throw new Unreadable(this.#at, "Write something between the parentheses");
    const query = this.#all();
    if (this.#text[this.#at] !== ")") throw new Unreadable(start, "There is no ) for this (");
    this.#at++;
    this.#depth--;
    return query;
  }

  #operation(written: string): Term {
    const start = this.#at;
    const name = operators.find((operator) => operator.name === written.toLowerCase())?.name;
    if (name === undefined) throw new Unreadable(start, unknownOperator(written));
    this.#at += written.length + 1;
    const valueStart = this.#at;
    const isQuoted = this.#text[valueStart] === '"';
    const value = isQuoted ? this.#quoted() : name === "header" ? this.#namedValue() : this.#bare();
    if (value === "") throw new Unreadable(valueStart, `Write a value right behind ${name}:`);
    const term = this.#term(name, value, isQuoted);
    if (typeof term === "string") throw new Unreadable(valueStart, term);
    return { ...term, text: this.#text.slice(start, this.#at) };
  }

  /** A term without its text, or what is wrong with the value. */
  #term(name: OperatorName, value: string, isQuoted: boolean): DistributiveOmit<Term, "text"> | string {
    switch (name) {
      case "has":
      case "is":
        return choice(name, value.toLowerCase());
      case "before":
      case "after": {
        const at = parseTime(value, this.#now);
        return at === undefined
          ? `${name}: takes a date like 2026-11-23 or 2026-11-23T18:30Z, or an age like 5m, 2h, 3d`
          : { type: "received", than: name, at };
      }
      case "larger":
      case "smaller": {
        const bytes = parseSize(value);
        return bytes === undefined ? `${name}: takes a size like 500, 10k, 2m` : { type: "size", than: name, bytes };
      }
      case "header": {
        const equals = value.indexOf("=");
        const field = equals < 0 ? value : value.slice(0, equals);
        return field === ""
          ? "header: takes the name of a field, then = and text, like header:X-Mailer=php"
          : { type: "header", name: field, value: equals < 0 ? "" : value.slice(equals + 1) };
      }
      default:
        return { type: "field", field: name, value, ...(isQuoted && { quoted: true }) };
    }
  }

  /** Up to the next blank, or to the parenthesis that closes the group. */
  #bare(): string {
    const start = this.#at;
    const end = this.#depth > 0 ? /[\s)]/ : /\s/;
    const length = this.#text.slice(start).search(end);
    this.#at = length < 0 ? this.#text.length : start + length;
    return this.#text.slice(start, this.#at);
  }

  /** Name=text, where the text may stand in quotes. */
  #namedValue(): string {
    const name = /^[^\s"()=]*="/.exec(this.#text.slice(this.#at))?.[0].slice(0, -1);
    if (name === undefined) return this.#bare();
    this.#at += name.length;
    return name + this.#quoted();
  }

  /** Between quotes, in which \" is a quote and \\ a backslash. */
  #quoted(): string {
    const start = this.#at;
    const [written] = /^"(?:[^"\\]|\\.)*"/s.exec(this.#text.slice(start)) ?? [];
    if (written === undefined) throw new Unreadable(start, "There is no closing quote for this one");
    this.#at += written.length;
    const value = written.slice(1, -1).replace(/\\(.)/gs, "$1");
    if (value.trim() === "") throw new Unreadable(start, "Write something between the quotes");
    return value;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #isOr(at: number): boolean {
    return /^OR(?=[\s()]|$)/.test(this.#text.slice(at, at + 3));
  }

  /** Goes over an `OR` that comes next, and says whether one came. */
  #skipOr(): boolean {
    const before = this.#at;
    this.#skipBlanks();
    if (!this.#isOr(this.#at)) {
      this.#at = before;
      return false;
    }
    const or = this.#at;
    this.#at += 2;
    this.#skipBlanks();
    if (this.#at >= this.#text.length) throw new Unreadable(or, "Write something after OR");
    return true;
  }
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

function choice(name: "has" | "is", value: string): DistributiveOmit<Term, "text"> | string {
  if (name === "has" && (value === "attachment" || value === "html" || value === "findings"))
    return { type: "has", what: value };
  if (name === "is" && (value === "read" || value === "unread")) return { type: "is", what: value };
  return name === "has" ? "has: takes attachment, html or findings" : "is: takes read or unread";
}

function unknownOperator(written: string): string {
  const near = operators.find(({ name }) => isNear(name, written.toLowerCase()));
  const hint = near ? ` Did you mean ${near.name}:?` : "";
  return `There is no operator ${written}:.${hint} To look for this as text, put it in quotes`;
}

/** Whether one is the beginning of the other, or has the same letters in another order (form: for from:). */
function isNear(name: string, written: string): boolean {
  const sorted = (word: string) => word.split("").sort().join("");
  return name.startsWith(written) || written.startsWith(name) || sorted(name) === sorted(written);
}
