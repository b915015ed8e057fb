/**
 * Applies `map` to the text outside quoted strings (RFC 5322 §3.2.4). A quotation mark that is never closed counts as ordinary
 * text. Time is linear if that of `map` is.
 */
export function mapUnquoted(text: string, map: (unquoted: string) => string): string {
  let mapped = "";
  let offset = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', offset)) {
    const end = quotedEnd(text, open);
    if (end === undefined) break;
    mapped += map(text.slice(offset, open)) + text.slice(open, end);
    offset = end;
  }
  return mapped + map(text.slice(offset));
}

/** Returns the offset after the quotation mark that closes the one at `open`; undefined if there is none. */
export function quotedEnd(text: string, open: number): number | undefined {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

/** Returns the text of a quoted string without its quotation marks and backslashes. */
export function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/gs, "$1");
}
