import { foldForLabels } from "./normalize-text.ts";

interface TrieNode<Kind> {
  readonly next: Map<string, TrieNode<Kind>>;
  kind?: Kind;
}

/** Letters of scripts without blanks between words. There, a phrase may begin and end anywhere. */
export const UNSPACED = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const LETTER_OR_MARK = /[\p{L}\p{M}]/u;

/** A set of phrases. All of them are found in one pass. */
export class PhraseSet<Kind> {
  readonly #root: TrieNode<Kind> = { next: new Map() };

  /** If a phrase has two kinds, the first counts. */
  add(phrases: Iterable<string>, kind: Kind): this {
    for (const phrase of phrases) {
      let node = this.#root;
      for (const char of foldForLabels(phrase)) {
        let next = node.next.get(char);
        if (next === undefined) node.next.set(char, (next = { next: new Map() }));
        node = next;
      }
      node.kind ??= kind;
    }
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
    let node = this.#root;
    let found: { kind: Kind; end: number } | undefined;
    for (let at = start; at < folded.length; ) {
      const char = folded.charAt(at);
      const next = node.next.get(char);
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
