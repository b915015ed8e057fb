/** Decodes percent-encoding (RFC 3986 §2.1). Returns the text unchanged if a percent sign escapes nothing. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
