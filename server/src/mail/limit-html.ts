/** Maximum length of HTML that is parsed, in UTF-16 code units; more would take seconds. */
export const MAX_HTML_LENGTH = 1024 * 1024;

/** Maximum number of elements open at once, including those whose end tag is omitted. */
const MAX_OPEN_ELEMENTS = 10_000;
/** Elements without an end tag (HTML §13.1.2). */
const VOID_ELEMENTS = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "track",
  "wbr",
]);

/** The part of a message's HTML that is parsed. */
export interface LimitedHtml {
  readonly html: string;
  /** True if the message has more HTML. */
  readonly isTruncated: boolean;
}

/**
 * Truncates HTML to the part that is parsed. All parsers use this limit. A view that shows the HTML says where it is cut.
 *
 * @param maxLength in UTF-16 code units; less than MAX_HTML_LENGTH if a message has several HTML parts
 */
export function limitHtml(html: string, maxLength: number = MAX_HTML_LENGTH): LimitedHtml {
  const start = html.slice(0, maxLength);
  const length = lengthUntilTooDeep(start);
  return { html: start.slice(0, length), isTruncated: length < html.length };
}

/** The time of HTML parsers grows with the square of the number of open elements. */
function lengthUntilTooDeep(html: string): number {
  let open = 0;
  for (const { 1: slash, 2: name = "", index } of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (VOID_ELEMENTS.has(name.toLowerCase())) continue;
    open = slash === "/" ? Math.max(0, open - 1) : open + 1;
    if (open > MAX_OPEN_ELEMENTS) return index;
  }
  return html.length;
}
