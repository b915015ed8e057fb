/**
 * Parses a list of tags, `name=value; …` (RFC 6376 §3.2). Names are case-sensitive. Blanks and folds around names and values are
 * removed; those within a value are kept.
 *
 * @returns undefined if the text is not a list of tags, or if a name occurs twice: such a list is invalid as a whole
 */
export function parseTagList(text: string): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>();
  const specs = text.split(";");
  // The last tag may end with a semicolon.
  if (specs.at(-1)?.trim() === "") specs.pop();
  for (const spec of specs) {
    const equals = spec.indexOf("=");
    const name = spec.slice(0, Math.max(equals, 0)).trim();
    if (!/^[A-Za-z]\w*$/.test(name) || tags.has(name)) return undefined;
    tags.set(name, spec.slice(equals + 1).trim());
  }
  return tags;
}

/** Removes all blanks and folds: base64 and lists in a tag's value may contain them anywhere (RFC 6376 §2.8). */
export function removeBlanks(value: string): string {
  return value.replace(/[ \t\r\n]+/g, "");
}
