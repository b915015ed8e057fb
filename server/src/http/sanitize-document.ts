import sanitizeHtml from "sanitize-html";
import { readBaseUrl, resolveLink } from "../mail/base-url.ts";
import { isCidUrl } from "../mail/content-id.ts";
import { trimUrl } from "../mail/html-urls.ts";
import { type Inversion, invertAttributes, invertCss } from "./invert-colors.ts";
import { type ResolveReference, sanitizeCss } from "./sanitize-css.ts";

/** Attributes of an element, by their names in lower case. */
export type Attributes = Readonly<Record<string, string>>;

/** HTML without everything that runs, navigates or loads, and what it refers to on other hosts. */
export interface SanitizedHtml {
  readonly body: string;
  readonly css: string;
  /** Of `<html>` and `<body>`: colours, classes, direction, language. */
  readonly rootAttributes: { readonly html: Attributes; readonly body: Attributes };
  /** Hosts of what would load from elsewhere, one for each reference. */
  readonly remoteHosts: readonly string[];
}

export interface SanitizeOptions {
  /** Keep references to other hosts. */
  readonly allowRemote: boolean;
  /** The address of the part that a URL of the HTML means; undefined where it means none. */
  readonly getPartUrl: (url: string) => string | undefined;
  /** Invert the colours, as a client does in its dark mode. */
  readonly inversion?: Inversion | undefined;
}

const ALLOWED_TAGS =
  "a abbr acronym address area article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main map mark menu nav ol p pre q rp rt ruby s samp section small span strike strong style sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr";
const ALLOWED_ATTRIBUTES =
  "align alt aria-* background bgcolor border cellpadding cellspacing class color colspan coords dir face height hspace id lang name nowrap role rowspan shape size span start style summary title type usemap valign value vspace width";
/** Of `<body>` alone (HTML §15.3.1, §16.3): browsers still follow them. */
const BODY_ATTRIBUTES = "alink bottommargin leftmargin link marginheight marginwidth rightmargin text topmargin vlink";
const ROOT_ATTRIBUTES = new Set(`background bgcolor class dir id lang style title ${BODY_ATTRIBUTES}`.split(" "));
/** Elements whose text is not part of the message. */
const DROPPED_TAGS = [
  "script",
  "style",
  "title",
  "textarea",
  "option",
  "xmp",
  "noembed",
  "noframes",
  "template",
  "iframe",
  "object",
  "svg",
  "math",
];

/**
 * One of three layers of defence: the frame's sandbox and the preview's Content-Security-Policy are behind it, so
 * that anything missed here is still neither run nor fetched.
 */
export function sanitizeDocument(html: string, options: SanitizeOptions): SanitizedHtml {
  const { inversion } = options;
  const remoteHosts: string[] = [];
  const css: string[] = [];
  const rootAttributes: Record<"html" | "body", Record<string, string>> = { html: {}, body: {} };
  const base = readBaseUrl(html);
  const resolve: ResolveReference = (reference) => {
    const written = trimUrl(reference);
    if (/^data:image\//i.test(written)) return written;
    const partUrl = options.getPartUrl(written);
    if (partUrl !== undefined || isCidUrl(written)) return partUrl;
    const url = URL.parse(resolveLink(written, base) ?? "");
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
    remoteHosts.push(url.host);
    return options.allowRemote ? url.href : undefined;
  };

  const body = sanitizeHtml(html, {
    allowedTags: ALLOWED_TAGS.split(" "),
    allowedAttributes: {
      "*": ALLOWED_ATTRIBUTES.split(" "),
      a: ["href", "target", "rel"],
      area: ["href", "target", "rel"],
      img: ["src"],
      // Read below; the element itself is never kept.
      style: ["media"],
    },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["http", "https", "data"] },
    allowProtocolRelative: false,
    allowVulnerableTags: true,
    nonTextTags: DROPPED_TAGS,
    parseStyleAttributes: false,
    nestingLimit: 500,
    transformTags: {
      "*": (tagName, attribs) => {
        const original = sanitizeAttributes(tagName, attribs, resolve, base);
        const sanitized = inversion === undefined ? original : invertAttributes(original, inversion);
        if (tagName === "html" || tagName === "body") addRootAttributes(rootAttributes[tagName], sanitized);
        return { tagName, attribs: sanitized };
      },
    },
    exclusiveFilter: ({ tag, text, attribs }) => {
      if (tag === "style") {
        const sheet = sanitizeCss(limitToMedia(text, attribs["media"]), resolve);
        css.push(inversion === undefined ? sheet : invertCss(sheet, inversion));
      }
      return tag === "style";
    },
  });
  return { body, css: css.join("\n"), rootAttributes, remoteHosts };
}

function sanitizeAttributes(
  tag: string,
  { src, srcset, background, style, href, target: _target, rel: _rel, ...others }: sanitizeHtml.Attributes,
  resolve: ResolveReference,
  base: string | undefined,
): sanitizeHtml.Attributes {
  const attribs: sanitizeHtml.Attributes = { ...others };
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) attribs[name] = value;
  };
  if (tag === "img") set("src", resolve(src ?? srcset?.trim().split(/\s/, 1)[0] ?? ""));
  if (background !== undefined) set("background", resolve(background));
  if (style !== undefined) set("style", sanitizeCss(style, resolve));
  if (tag === "a" || tag === "area") Object.assign(attribs, sanitizeLink(href, base));
  return attribs;
}

/** A link to a place within the mail scrolls there; any other opens elsewhere. One that is relative to nothing leads nowhere. */
function sanitizeLink(written: string | undefined, base: string | undefined): Attributes {
  const fragment = trimUrl(written ?? "");
  if (fragment.startsWith("#")) return { href: fragment };
  const href = resolveLink(written, base);
  if (href === undefined || !URL.canParse(href)) return {};
  return { href, target: "_blank", rel: "noopener noreferrer" };
}

/** Several `<body>` tags are one element: the first attribute of a name counts (HTML §13.2.6.4.7). */
function addRootAttributes(known: Record<string, string>, added: Attributes): void {
  for (const [name, value] of Object.entries(added)) {
    if (ROOT_ATTRIBUTES.has(name) && !Object.hasOwn(known, name)) known[name] = value;
  }
}

/** The sheet of a `<style media=…>`, as a rule. */
function limitToMedia(css: string, media: string | undefined): string {
  return media === undefined || media.trim() === "" ? css : `@media ${media}{${css}}`;
}
