/** Maximum length of a URL in the detail of a finding, in UTF-16 code units. */
const MAX_URL_LENGTH = 100;

/** Returns a URL for the detail of a finding; “…” marks a cut. */
export function shortenUrl(url: string): string {
  return url.length > MAX_URL_LENGTH ? `${url.slice(0, MAX_URL_LENGTH)}…` : url;
}
