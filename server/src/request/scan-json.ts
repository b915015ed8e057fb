/** Maximum levels of objects and arrays within each other. Code that walks through a value calls itself once a level. */
export const MAX_JSON_DEPTH = 100;

/**
 * Returns whether JSON has more than about `maxValues` values, or more than MAX_JSON_DEPTH levels, before it is parsed. Strings are
 * skipped: they may be long, but are cheap to parse.
 */
export function scanJson(bytes: Buffer, maxValues = Infinity): "too-many" | "too-deep" | undefined {
  let count = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === BRACE || byte === BRACKET) {
      if (++count > maxValues) return "too-many";
      if (++depth > MAX_JSON_DEPTH) return "too-deep";
    } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) depth--;
    else if (byte === COMMA && ++count > maxValues) return "too-many";
  }
  return undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Returns the offset of the quote that closes the string: the first one preceded by an even number of backslashes. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(QUOTE, start + 1); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return bytes.length;
}
