/** Text with its percent-encoding (RFC 3986 §2.1) undone. Where a percent sign escapes nothing, all of it is taken as it is. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
