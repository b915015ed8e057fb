/** UTF-16 code units of HTML that are parsed; more would take seconds. */
export const MAX_HTML_LENGTH = 1024 * 1024;

/** Elements that are open at once, including those whose end tag a sender leaves out. */
const MAX_OPEN_ELEMENTS = 10_000;
/** Elements that are never open (HTML §13.1.2). */
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

/** The HTML of a message as far as it is parsed. */
export interface LimitedHtml {
  readonly html: string;
  /** True where the message has more of it. */
  readonly isTruncated: boolean;
}

/**
 * Cuts HTML to what is parsed, whatever it is parsed for. A view that shows it says where it is cut.
 *
 * @param maxLength in UTF-16 code units; less than MAX_HTML_LENGTH where a message has several HTML parts
 */
export function limitHtml(html: string, maxLength: number = MAX_HTML_LENGTH): LimitedHtml {
  const start = html.slice(0, maxLength);
  const length = lengthUntilTooDeep(start);
  return { html: start.slice(0, length), isTruncated: length < html.length };
}

/** HTML parsers take time that grows with the square of the number of open elements. */
function lengthUntilTooDeep(html: string): number {
  let open = 0;
  for (const { 1: slash, 2: name = "", index } of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (VOID_ELEMENTS.has(name.toLowerCase())) continue;
    open = slash === "/" ? Math.max(0, open - 1) : open + 1;
    if (open > MAX_OPEN_ELEMENTS) return index;
  }
  return html.length;
}
