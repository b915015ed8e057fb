import { foldForLabels } from "./normalize-text.ts";

/** Letters of scripts without blanks between words. There, a phrase may begin and end anywhere. */
export const UNSPACED = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const LETTER_OR_MARK = /[\p{L}\p{M}]/u;

/** A set of phrases. All of them are found in one pass. */
export class PhraseSet<Kind> {
  readonly #root = new PhraseNode<Kind>(0);

  /** If a phrase has two kinds, the first counts. */
  add(phrases: Iterable<string>, kind: Kind): this {
    for (const text of phrases) this.#root.add({ text, kind });
    return this;
  }

  /** Whether a text contains any of the phrases. */
  isIn(folded: string): boolean {
    for (let at = 0; at < folded.length; at++) if (this.matchAt(folded, at) !== undefined) return true;
    return false;
  }

  /**
   * Returns the longest phrase that begins here, as whole words; undefined if there is none.
   *
   * @param folded text as `foldForLabels` returns it
   */
  matchAt(folded: string, start: number): { readonly kind: Kind; readonly end: number } | undefined {
    let node: PhraseNode<Kind> = this.#root;
    let found: { kind: Kind; end: number } | undefined;
    for (let at = start; at < folded.length; ) {
      const char = folded.charAt(at);
      const next = node.next(char);
      if (next === undefined) return found;
      // This is tested second, because few characters begin a phrase.
      if (at === start && !isWordStart(folded, start)) return undefined;
      node = next;
      at++;
      if (char === " ") while (folded[at] === " ") at++;
      if (node.kind !== undefined && isWordEnd(folded, at)) found = { kind: node.kind, end: at };
    }
    return found;
  }
}

interface Phrase<Kind> {
  readonly text: string;
  readonly kind: Kind;
}

/**
 * A node of a trie. Its children are created when it is first visited: a text visits few of the ten thousand nodes, and the phrases of
 * a script that it does not use are not even folded.
 */
class PhraseNode<Kind> {
  readonly #depth: number;
  #isExpanded = false;
  #children: Map<string, PhraseNode<Kind>> | undefined;
  #phrases: Phrase<Kind>[] = [];
  #kind: Kind | undefined;

  /** @param depth number of characters that lead to it */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** The kind of the phrase that ends here; undefined if none does. */
  get kind(): Kind | undefined {
    this.#expand();
    return this.#kind;
  }

  add(phrase: Phrase<Kind>): void {
    if (this.#isExpanded) this.#insert(phrase);
    else this.#phrases.push(phrase);
  }

  next(char: string): PhraseNode<Kind> | undefined {
    this.#expand();
    return this.#children?.get(char);
  }

  #expand(): void {
    if (this.#isExpanded) return;
    this.#isExpanded = true;
    for (const phrase of this.#phrases) this.#insert(phrase);
    this.#phrases = [];
  }

  /** The first character is folded at the root, the others on the first level. */
  #insert({ text: written, kind }: Phrase<Kind>): void {
    const text = this.#depth === 1 ? foldForLabels(written) : written;
    if (text.length === this.#depth) {
      this.#kind ??= kind;
      return;
    }
    const next = text.charAt(this.#depth);
    const char = this.#depth === 0 ? foldForLabels(next) : next;
    this.#children ??= new Map();
    const known = this.#children.get(char);
    const child = known ?? new PhraseNode<Kind>(this.#depth + 1);
    if (known === undefined) this.#children.set(char, child);
    child.add({ text, kind });
  }
}

/** Whether a word may begin here. */
export function isWordStart(folded: string, at: number): boolean {
  return isBoundary(folded.charAt(at - 1), folded.charAt(at));
}

/** Whether a word may end here. */
export function isWordEnd(folded: string, at: number): boolean {
  return isBoundary(folded.charAt(at), folded.charAt(at - 1));
}

function isBoundary(outside: string, inside: string): boolean {
  return !isLetter(outside) || !isLetter(inside) || UNSPACED.test(inside) || UNSPACED.test(outside);
}

/** For lower-case text, which is mostly ASCII. */
function isLetter(char: string): boolean {
  if (char < "a") return false;
  return char <= "z" || (char > "\u007f" && LETTER_OR_MARK.test(char));
}
