import { Parser } from "htmlparser2";

export interface Rewriting {
  /** Links open a window of their own, without telling it who opened it. */
  readonly linkTarget: boolean;
  /** Where the part of a Content-ID is served; undefined where there is none. */
  readonly urlOfContentId: (contentId: string) => string | undefined;
}

/** Elements that run something, load something or change what the page is: left out with all that is in them. */
const REMOVED = new Set(["script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal"]);
/** Attributes that hold an address. */
const ADDRESSES = new Set(["href", "src", "action", "formaction", "background", "poster", "data", "xlink:href"]);

/**
 * HTML of a message for a page of its own: what is active is left out, Content-IDs become addresses, and everything
 * else stays byte for byte, so that tests find in it what was sent. It is the second wall; the page's policy is the
 * first, and holds where a browser reads the HTML otherwise.
 */
export function rewriteHtml(html: string, rewriting: Rewriting): string {
  const kept: string[] = [];
  /** Offset up to which everything is in `kept`, or left out. */
  let at = 0;
  /** Depth of elements that are left out. */
  let removed = 0;

  const replace = (start: number, end: number, by: string) => {
    if (start < at) return;
    kept.push(html.slice(at, start), by);
    at = end;
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      const goes = REMOVED.has(name);
      if (removed === 0 && (goes || isRefresh(name, attributes))) replace(parser.startIndex, parser.endIndex + 1, "");
      if (goes) removed++;
      if (removed > 0 || isRefresh(name, attributes)) return;
      const changed = rewriteAttributes(name, attributes, rewriting);
      if (changed !== attributes) replace(parser.startIndex, parser.endIndex + 1, openTag(name, changed));
    },
    onclosetag(name) {
      if (REMOVED.has(name) && --removed === 0) at = Math.max(at, parser.endIndex + 1);
    },
  });
  parser.end(html);
  return removed > 0 ? kept.join("") : kept.join("") + html.slice(at);
}

type Attributes = Readonly<Record<string, string>>;

const isRefresh = (name: string, attributes: Attributes) => name === "meta" && "http-equiv" in attributes;

/** The same object where nothing changes. */
function rewriteAttributes(name: string, attributes: Attributes, rewriting: Rewriting): Attributes {
  const entries = Object.entries(attributes);
  const rewritten = entries.flatMap(([attribute, value]): [string, string][] => {
    if (attribute.startsWith("on") || attribute === "srcdoc") return [];
    if (!ADDRESSES.has(attribute)) return [[attribute, value]];
    const compact = value.replace(/[\s\p{Cc}]+/gu, "").toLowerCase();
    if (/^(?:javascript|vbscript|data:text)/.test(compact)) return [];
    const contentId = /^cid:(.+)$/i.exec(value.trim())?.[1];
    return [[attribute, (contentId && rewriting.urlOfContentId(contentId)) || value]];
  });
  const isLink = rewriting.linkTarget && (name === "a" || name === "area") && "href" in attributes;
  if (isLink) {
    const others = rewritten.filter(([attribute]) => attribute !== "target" && attribute !== "rel");
    return Object.fromEntries([...others, ["target", "_blank"], ["rel", "noreferrer noopener"]]);
  }
  const same =
    rewritten.length === entries.length && rewritten.every(([, value], index) => value === entries[index]?.[1]);
  return same ? attributes : Object.fromEntries(rewritten);
}

function openTag(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${escape(value)}"`);
  return `<${name}${written.join("")}>`;
}

const escape = (value: string) =>
  value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
