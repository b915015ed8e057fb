/** A token of an address list. `isUnclosed`: its closing mark is missing, so its opening mark is read as text. */
export interface AddressToken {
  readonly kind: "text" | "quoted" | "comment" | "angle" | "," | ";" | ":";
  /** As written; for an `angle`, the text inside `<>`. */
  readonly text: string;
  readonly isUnclosed: boolean;
}

/** `=?charset?encoding?text?=`. Commas in its text are not separators. */
const ENCODED_WORD = /=\?[^?\s]{1,121}\?[BbQq]\?[^?]*\?=/y;
const TEXT_END = /["(<,;:[]|=\?/g;

/**
 * Splits an address list (RFC 5322 §3.4) into tokens in linear time. It searches for each closing mark once: after a
 * quotation mark, parenthesis or bracket that is never closed, all further ones of that kind are text.
 */
export class AddressScanner {
  readonly #text: string;
  #offset = 0;
  /** Kinds of opening mark that were found unclosed. */
  readonly #unclosed = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Returns the next token; undefined at the end.
   *
   * @param isDomain whether an `@` immediately precedes it, so that a `[` begins a domain literal
   */
  next(isDomain: boolean): AddressToken | undefined {
    const start = this.#offset;
    const first = this.#text[start];
    switch (first) {
      case undefined:
        return undefined;
      case ",":
      case ";":
      case ":":
        return this.#take(first, start + 1);
      case '"': {
        const end = this.#closedEnd('"', start);
        return end === undefined ? this.#take("text", start + 1, true, "") : this.#take("quoted", end);
      }
      case "(": {
        const end = this.#closedEnd("(", start);
        return end === undefined ? this.#take("text", start + 1, true) : this.#take("comment", end);
      }
      case "[": {
        const end = isDomain ? this.#closedEnd("[", start) : undefined;
        return this.#take("text", end ?? start + 1);
      }
      case "<":
        return this.#takeAngle(start);
      case "=": {
        ENCODED_WORD.lastIndex = start;
        if (ENCODED_WORD.test(this.#text)) return this.#take("text", ENCODED_WORD.lastIndex);
        return this.#take("text", this.#textEnd(start + 1));
      }
      default:
        return this.#take("text", this.#textEnd(start));
    }
  }

  #take(kind: AddressToken["kind"], end: number, isUnclosed = false, text?: string): AddressToken {
    const written = text ?? this.#text.slice(this.#offset, end);
    this.#offset = end;
    return { kind, text: written, isUnclosed };
  }

  #textEnd(from: number): number {
    TEXT_END.lastIndex = from;
    return TEXT_END.exec(this.#text)?.index ?? this.#text.length;
  }

  /** Reads up to the `>`. If it is missing, reads up to the next separator, or nothing if another `<` comes first. */
  #takeAngle(start: number): AddressToken {
    const text = this.#text;
    // Only a source route has commas (RFC 5322 §4.4).
    const isRoute = /^<\s*@/.test(text.slice(start, start + 100));
    let at = start + 1;
    for (; at < text.length; at++) {
      const letter = text.charAt(at);
      if (letter === ">") return this.#take("angle", at + 1, false, text.slice(start + 1, at));
      if (letter === "<") {
        // The first `<` is text, like the heart in `matt <3 <matt@example.com>`; right before an address it is superfluous.
        const isHeart = /^[^@]*[^@\s][^@]*$/.test(text.slice(start + 1, at));
        return this.#take("text", start + 1, true, isHeart ? "<" : "");
      }
      if ((letter === "," && !isRoute) || (letter === ";" && text[at + 1] !== ">")) break;
      if (letter === '"' || letter === "(" || (letter === "[" && text[at - 1] === "@"))
        at = (this.#closedEnd(letter, at) ?? at + 1) - 1;
    }
    return this.#take("angle", at, true, text.slice(start + 1, at));
  }

  /** Returns the offset after the mark that closes the one at `start`; undefined if there is none. */
  #closedEnd(open: '"' | "(" | "[", start: number): number | undefined {
    if (this.#unclosed.has(open)) return undefined;
    const text = this.#text;
    let depth = 1;
    for (let at = start + 1; at < text.length; at++) {
      const letter = text.charAt(at);
      if (letter === "\\") at++;
      else if (letter === CLOSING[open]) depth--;
      else if (letter === "(" && open === "(") depth++;
      if (depth === 0) return at + 1;
    }
    this.#unclosed.add(open);
    return undefined;
  }
}

const CLOSING = { '"': '"', "(": ")", "[": "]" } as const;
