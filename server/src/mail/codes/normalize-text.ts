/** Marks without width, soft hyphens and marks of direction, which mailers put around and into codes. */
const INVISIBLE = /\u034f|\ufe0f|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** First digits of the scripts whose digits become ASCII digits: Arabic, Persian, Devanagari. */
const ZEROS = [0x0660, 0x06f0, 0x0966] as const;
const FOREIGN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;

/**
 * URLs, mail addresses and host names, by what each of them contains: a number in one of them is no code. Bounded, so that a search
 * stays linear.
 */
const ADDRESSES = [
  ["://", /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'|（）【】「」、。]{1,4000}/gi],
  ["@", /(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}/g],
  ["www.", /\bwww\.[^\s]{1,1000}/g],
] as const;

/**
 * Text in which codes are looked for: compatibility characters such as full-width digits replaced (NFKC), full-width punctuation
 * set apart, digits in ASCII, without invisible characters, and with blanks in the place of addresses.
 */
export function normalizeText(text: string): string {
  const normalized = text
    .replace(/[，：；！？、（）【】]/g, " $& ")
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(/(?<=[\dA-Z])[\u2010-\u2013](?=[\dA-Z])/g, "-")
    .replace(FOREIGN_DIGIT, toAsciiDigit)
    .replaceAll("’", "'");
  return ADDRESSES.reduce(
    (rest, [sign, pattern]) => (rest.includes(sign) ? rest.replace(pattern, (all) => " ".repeat(all.length)) : rest),
    normalized,
  );
}

/** In lower case, without accents, hyphens as blanks: what labels are compared in. Every character keeps its offset. */
export function foldForLabels(text: string): string {
  return text
    .replace(/[\u00c0-\u1eff]/g, (char) => UNDECOMPOSED.get(char) ?? char.normalize("NFD").charAt(0))
    .toLowerCase()
    .replace(/[-\t‐‑]/g, " ");
}

/** Letters whose stroke or missing dot Unicode does not take for an accent. */
const UNDECOMPOSED: ReadonlyMap<string, string> = new Map(
  ["đd", "Đd", "łl", "Łl", "øo", "Øo", "ıi"].map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

function toAsciiDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  const zero = ZEROS.findLast((candidate) => candidate <= code) ?? code;
  return String(code - zero);
}
