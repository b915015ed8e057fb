/** UTF-16 code units of HTML that are parsed; more would take seconds. */
const MAX_HTML = 1024 * 1024;

/** The HTML of a message as far as it is parsed. */
export interface ShownHtml {
  readonly html: string;
  /** True where the message has more of it. */
  readonly isCut: boolean;
}

/** Cuts HTML to what is parsed. Whoever shows it says so where it is cut. */
export function shownHtml(html: string): ShownHtml {
  return { html: html.slice(0, MAX_HTML), isCut: html.length > MAX_HTML };
}
