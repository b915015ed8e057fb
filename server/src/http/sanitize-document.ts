import { decodePercent } from "@mailglass/shared";
import sanitizeHtml from "sanitize-html";
import { type ResolveReference, sanitizeCss } from "./sanitize-css.ts";

/** HTML with everything taken out that runs, navigates or asks, and what it wanted from other hosts. */
export interface SanitizedHtml {
  readonly body: string;
  readonly css: string;
  /** Hosts of what would load from elsewhere, one for each reference. */
  readonly remoteHosts: readonly string[];
}

export interface SanitizeOptions {
  /** Leave references to other hosts in. */
  readonly allowRemote: boolean;
  /** The address of the part with this Content-ID (RFC 2392). */
  readonly getPartUrl: (contentId: string) => string | undefined;
}

const ALLOWED_TAGS =
  "a abbr acronym address area article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main map mark menu nav ol p pre q rp rt ruby s samp section small span strike strong style sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr";
const ALLOWED_ATTRIBUTES =
  "align alt aria-* background bgcolor border cellpadding cellspacing class color colspan coords dir face height hspace id lang name nowrap role rowspan shape size span start style summary title type usemap valign value vspace width";
/** Their text is no text of the message. */
const DROPPED_TAGS = [
  "script",
  "style",
  "title",
  "textarea",
  "option",
  "xmp",
  "noscript",
  "noembed",
  "noframes",
  "template",
  "iframe",
  "object",
  "svg",
  "math",
];

/**
 * One of three walls: the frame's sandbox and the Content-Security-Policy of the preview stand behind it. What slips
 * through here is still not run and not fetched.
 */
export function sanitizeDocument(html: string, options: SanitizeOptions): SanitizedHtml {
  const remoteHosts: string[] = [];
  const css: string[] = [];
  const resolve: ResolveReference = (reference) => {
    const trimmed = reference.trim();
    if (/^cid:/i.test(trimmed)) return options.getPartUrl(decodePercent(trimmed.slice(4)));
    if (/^data:image\//i.test(trimmed)) return trimmed;
    const url = URL.parse(trimmed, "nowhere:");
    const absolute = trimmed.startsWith("//") ? URL.parse(`https:${trimmed}`) : url;
    if (absolute === null || !/^https?:$/.test(absolute.protocol)) return undefined;
    remoteHosts.push(absolute.host);
    return options.allowRemote ? absolute.href : undefined;
  };

  const body = sanitizeHtml(html, {
    allowedTags: ALLOWED_TAGS.split(" "),
    allowedAttributes: {
      "*": ALLOWED_ATTRIBUTES.split(" "),
      a: ["href", "target", "rel"],
      area: ["href", "target", "rel"],
      img: ["src"],
    },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["http", "https", "data"] },
    allowProtocolRelative: false,
    allowVulnerableTags: true,
    nonTextTags: DROPPED_TAGS,
    parseStyleAttributes: false,
    nestingLimit: 500,
    transformTags: {
      "*": (tagName, attribs) => ({
        // The preview has a document of its own; direction, language and colours of this one are kept.
        tagName: tagName === "html" || tagName === "body" ? "div" : tagName,
        attribs: sanitizeAttributes(tagName, attribs, resolve),
      }),
    },
    exclusiveFilter: ({ tag, text }) => {
      if (tag === "style") css.push(sanitizeCss(text, resolve));
      return tag === "style";
    },
  });
  return { body, css: css.join("\n"), remoteHosts };
}

function sanitizeAttributes(
  tag: string,
  { src, srcset, background, style, href, ...others }: sanitizeHtml.Attributes,
  resolve: ResolveReference,
): sanitizeHtml.Attributes {
  const attribs: sanitizeHtml.Attributes = { ...others };
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) attribs[name] = value;
  };
  if (tag === "img") set("src", resolve(src ?? srcset?.trim().split(/\s/, 1)[0] ?? ""));
  if (background !== undefined) set("background", resolve(background));
  if (style !== undefined) set("style", sanitizeCss(style, resolve));
  if (href !== undefined && (tag === "a" || tag === "area")) {
    Object.assign(attribs, { href, target: "_blank", rel: "noopener noreferrer" });
  }
  return attribs;
}
