import { Parser } from "htmlparser2";
import { formatAttributes } from "../../base/escape-html.ts";
import { replaceCssUrls, trimUrl } from "../../mail/html-urls.ts";

export interface RewriteOptions {
  /** Links open a new tab that has no access to its opener. */
  readonly opensLinksInNewTab: boolean;
  /** Where the part that a URL of the HTML means is served; undefined where it means none. */
  readonly getPartUrl: (url: string) => string | undefined;
}

/** Elements that run or load something or change the page: removed with their content. */
const REMOVED_ELEMENTS = new Set([
  "script",
  "iframe",
  "frame",
  "frameset",
  "object",
  "embed",
  "applet",
  "base",
  "portal",
]);
/** Attributes that contain a URL. */
const URL_ATTRIBUTES = new Set(["href", "src", "action", "formaction", "background", "poster", "data", "xlink:href"]);

/**
 * Rewrites the HTML of a message for a standalone page: active content is removed, Content-IDs become URLs, and
 * everything else stays byte for byte, so that tests find what was sent. This is the second layer of defence; the
 * first is the page's Content-Security-Policy, which holds even if a browser parses the HTML differently.
 */
export function rewriteHtml(html: string, options: RewriteOptions): string {
  const kept: string[] = [];
  /** Offset up to which everything was either copied to `kept` or removed. */
  let offset = 0;
  /** Depth of nested removed elements. */
  let removedDepth = 0;
  let isInStyle = false;

  const replace = (start: number, end: number, by: string) => {
    if (start < offset) return;
    kept.push(html.slice(offset, start), by);
    offset = end;
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      isInStyle = name === "style";
      const isRemoved = REMOVED_ELEMENTS.has(name);
      if (removedDepth === 0 && (isRemoved || isMetaRefresh(name, attributes)))
        replace(parser.startIndex, parser.endIndex + 1, "");
      if (isRemoved) removedDepth++;
      if (removedDepth > 0 || isMetaRefresh(name, attributes)) return;
      const changed = rewriteAttributes(name, attributes, options);
      if (changed !== attributes) replace(parser.startIndex, parser.endIndex + 1, formatOpenTag(name, changed));
    },
    ontext(css) {
      if (!isInStyle || removedDepth > 0) return;
      const rewritten = replaceCssUrls(css, options.getPartUrl);
      if (rewritten !== css) replace(parser.startIndex, parser.endIndex + 1, rewritten);
    },
    onclosetag(name) {
      isInStyle = false;
      if (REMOVED_ELEMENTS.has(name) && --removedDepth === 0) offset = Math.max(offset, parser.endIndex + 1);
    },
  });
  parser.end(html);
  return removedDepth > 0 ? kept.join("") : kept.join("") + html.slice(offset);
}

type Attributes = Readonly<Record<string, string>>;

const isMetaRefresh = (name: string, attributes: Attributes) => name === "meta" && "http-equiv" in attributes;

/** Returns the same object if nothing changes. */
function rewriteAttributes(name: string, attributes: Attributes, options: RewriteOptions): Attributes {
  const entries = Object.entries(attributes);
  const rewritten = entries.flatMap(([attribute, value]): [string, string][] => {
    if (attribute.startsWith("on") || attribute === "srcdoc") return [];
    if (attribute === "style") return [[attribute, replaceCssUrls(value, options.getPartUrl)]];
    if (!URL_ATTRIBUTES.has(attribute)) return [[attribute, value]];
    const compact = value.replace(/[\s\p{Cc}]+/gu, "").toLowerCase();
    if (/^(?:javascript|vbscript|data:text)/.test(compact)) return [];
    return [[attribute, options.getPartUrl(trimUrl(value)) ?? value]];
  });
  const isLink = options.opensLinksInNewTab && (name === "a" || name === "area") && leadsElsewhere(attributes["href"]);
  if (isLink) {
    const others = rewritten.filter(([attribute]) => attribute !== "target" && attribute !== "rel");
    return Object.fromEntries([...others, ["target", "_blank"], ["rel", "noreferrer noopener"]]);
  }
  const same =
    rewritten.length === entries.length && rewritten.every(([, value], index) => value === entries[index]?.[1]);
  return same ? attributes : Object.fromEntries(rewritten);
}

/** Not to a place within the mail. */
const leadsElsewhere = (href: string | undefined) => href !== undefined && !trimUrl(href).startsWith("#");

const formatOpenTag = (name: string, attributes: Attributes) => `<${name}${formatAttributes(attributes)}>`;
