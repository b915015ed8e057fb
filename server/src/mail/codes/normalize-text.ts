/** Zero-width marks, soft hyphens and direction marks, which mailers put around and into codes. */
const INVISIBLE = /\u034f|\ufe0f|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** The zeros of the scripts whose digits are converted to ASCII: Arabic, Persian, Devanagari. */
const ZEROS = [0x0660, 0x06f0, 0x0966] as const;
const FOREIGN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;

/**
 * Matches URLs, mail addresses and host names. A number in one of them is not a code. Lengths are bounded, so that the search is
 * linear.
 */
const ADDRESSES = [
  ["://", /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'|（）【】「」、。]{1,4000}/gi],
  ["@", /(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}/g],
  ["www.", /\bwww\.[^\s]{1,1000}/g],
] as const;

/**
 * Normalises text for the search for codes: replaces compatibility characters such as full-width digits (NFKC), puts blanks around
 * full-width punctuation, converts digits to ASCII, removes invisible characters, and replaces addresses by blanks.
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

/** Folds text for comparison with labels: lower case, no accents, blanks for hyphens. Every character keeps its offset. */
export function foldForLabels(text: string): string {
  return text
    .replace(/[\u00c0-\u1eff]/g, (char) => UNDECOMPOSED.get(char) ?? char.normalize("NFD").charAt(0))
    .toLowerCase()
    .replace(/[-\t‐‑]/g, " ");
}

/** Letters with a stroke or a missing dot, which Unicode does not decompose. */
const UNDECOMPOSED: ReadonlyMap<string, string> = new Map(
  ["đd", "Đd", "łl", "Łl", "øo", "Øo", "ıi"].map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

function toAsciiDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  const zero = ZEROS.findLast((candidate) => candidate <= code) ?? code;
  return String(code - zero);
}
