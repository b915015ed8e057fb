import { type HtmlRange, walkHtml } from "./walk-html.ts";

/** The URLs in HTML attributes, as a browser reads them; in order, without duplicates. */
export interface HtmlUrls {
  /** URLs that a mail client loads to show the HTML: pictures, backgrounds, style sheets. */
  readonly embedded: ReadonlySet<string>;
  /** Targets of links. */
  readonly linked: ReadonlySet<string>;
}

/** Attributes with the URL of embedded content. */
const EMBEDDING_ATTRIBUTES = ["src", "background", "poster"] as const;
/** Matches a conditional comment, whose content Outlook reads as HTML. */
const CONDITIONAL_COMMENT = /^\[if [^\]]{0,200}\]>/i;

/**
 * Collects the URLs of HTML. The target of a `<link>` is embedded only if it is a style sheet: Word's File-List and
 * themeData are not shown.
 *
 * @param mentions offsets, ascending. If given, attributes are read only of tags around one of them, and reading ends soon after the last
 */
export function collectHtmlUrls(html: string, mentions?: readonly number[]): HtmlUrls {
  const embedded = new Set<string>();
  const linked = new Set<string>();
  const visitElement = (name: string, attributes: ReadonlyMap<string, string>) => {
    for (const attribute of EMBEDDING_ATTRIBUTES) addUrl(embedded, attributes.get(attribute));
    for (const candidate of attributes.get("srcset")?.split(",") ?? []) {
      addUrl(embedded, candidate.trim().split(/\s/, 1)[0]);
    }
    addCssUrls(embedded, attributes.get("style"));
    const href = attributes.get("href");
    if (name === "a" || name === "area") addUrl(linked, href);
    else if (name === "link" && isStyleSheet(attributes)) addUrl(embedded, href);
  };
  const visitor = {
    open: (name: string, attributes: () => ReadonlyMap<string, string>) => visitElement(name, attributes()),
    style: (css: string) => addCssUrls(embedded, css),
  };
  const tags = new MentioningTags(mentions);
  walkHtml(
    html,
    {
      ...visitor,
      open(name, attributes, place) {
        if (tags.include(place)) visitElement(name, attributes());
      },
      comment(content) {
        const [condition] = CONDITIONAL_COMMENT.exec(content) ?? [];
        if (condition !== undefined) walkHtml(content.slice(condition.length), visitor);
      },
    },
    () => tags.areAllRead,
  );
  return { embedded, linked };
}

/** Selects the tags around certain offsets; without offsets, all tags. Tags are given in order. */
class MentioningTags {
  readonly #mentions: readonly number[] | undefined;
  /** Index of the first mention that is not before the current tag. */
  #next = 0;
  #end = 0;

  constructor(mentions: readonly number[] | undefined) {
    this.#mentions = mentions;
  }

  get areAllRead(): boolean {
    return this.#mentions !== undefined && this.#end > (this.#mentions.at(-1) ?? -1);
  }

  include({ start, end }: HtmlRange): boolean {
    this.#end = end;
    if (this.#mentions === undefined) return true;
    while ((this.#mentions[this.#next] ?? end) < start) this.#next++;
    return (this.#mentions[this.#next] ?? end) < end;
  }
}

/** Removes what browsers drop from a URL: blanks and control characters around it, line ends and tabs in it (URL §4.4). */
export function trimUrl(url: string): string {
  // oxlint-disable-next-line no-control-regex -- the URL standard names them
  return url.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, "").replace(/[\t\n\r]/g, "");
}

export function isStyleSheet(attributes: ReadonlyMap<string, string>): boolean {
  return /(?:^|\s)stylesheet(?:\s|$)/i.test(attributes.get("rel") ?? "");
}

/** Replaces each URL in CSS by the result of `replacement`. */
export function replaceCssUrls(css: string, replacement: (url: string) => string | undefined): string {
  return css.replace(CSS_URL, (all: string, double?: string, single?: string, bare?: string) => {
    const url = replacement(trimUrl(double ?? single ?? bare ?? ""));
    // Percent-encoded, so that it ends neither the string nor the element.
    return url === undefined ? all : `url("${url.replace(/["\\<>\s]/g, encodeURIComponent)}"`;
  });
}

function addUrl(urls: Set<string>, written: string | undefined): void {
  const url = trimUrl(written ?? "");
  if (url !== "") urls.add(url);
}

/** `url(…)` of CSS: in quotes, or without them. */
const CSS_URL = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]+))/gi;

function addCssUrls(urls: Set<string>, css: string | undefined): void {
  for (const [, double, single, bare] of css?.matchAll(CSS_URL) ?? []) addUrl(urls, double ?? single ?? bare);
}
