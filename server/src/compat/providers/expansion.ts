import { createRefusal } from "./provider-error.ts";

/** Maximum characters that the replacements in all messages of a request may add. */
const MAX_ADDED_CHARACTERS = 4 * 1024 * 1024;

/**
 * Replaces placeholders in texts. A short request can have a long result: a placeholder may be repeated, and a value may have others.
 * What is added is therefore limited for the whole request, except for the first use of a value, which is no longer than the request.
 */
export class Expansion {
  #left = MAX_ADDED_CHARACTERS;

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
    const used = new Set<string>();
    return text.replaceAll(pattern, (match: string, group: string) => {
      const value = valueOf(match, group) ?? match;
      if (used.has(match)) this.#add(value.length - match.length);
      else used.add(match);
      return value;
    });
  }

  #add(characters: number): void {
    this.#left -= Math.max(0, characters);
    if (this.#left < 0)
      throw createRefusal(
        "too-large",
        `The replacements in the messages add more than ${MAX_ADDED_CHARACTERS} characters.`,
      );
  }
}
