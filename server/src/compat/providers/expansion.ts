import { createRefusal } from "./provider-error.ts";

/** Characters that the replacements in all messages of a request may add, besides a multiple of those of the values. */
const FREE_CHARACTERS = 64 * 1024;
const MAX_USES = 100;

/**
 * Replaces placeholders in texts. A short request can have a long result: a placeholder may be repeated, and a value may have others.
 * What is added is therefore limited by the length of the values.
 */
export class Expansion {
  #left = FREE_CHARACTERS;

  /** Adds what the values of a message may be used for. */
  allow(values: readonly string[]): void {
    this.#left += MAX_USES * values.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Replaces all matches.
   *
   * @param pattern a text, or a global expression
   * @param valueOf returns the value for a match and its first group; undefined leaves it as it is
   * @throws {ProviderError} if too much is added
   */
  replaceAll(
    text: string,
    pattern: RegExp | string,
    valueOf: (match: string, group: string) => string | undefined,
  ): string {
    return text.replaceAll(pattern, (match: string, group: string) => {
      const value = valueOf(match, group) ?? match;
      this.#left -= Math.max(0, value.length - match.length);
      if (this.#left < 0)
        throw createRefusal(
          "too-large",
          "The replacements add far more text than their values have. Use them less often.",
        );
      return value;
    });
  }
}
