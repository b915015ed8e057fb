/** What a mail client makes of a feature: `y` yes, `n` no, `p` in part. */
type Support = "y" | "n" | "p";

/** Mail clients, in the order of the letters of each feature. */
export const CLIENTS = [
  { Family: "Apple Mail", Platform: "macos", name: "Apple Mail macOS" },
  { Family: "Gmail", Platform: "desktop-webmail", name: "Gmail Desktop Webmail" },
  { Family: "Gmail", Platform: "mobile-webmail", name: "Gmail Mobile Webmail" },
  { Family: "Outlook", Platform: "windows", name: "Outlook Windows" },
  { Family: "Outlook", Platform: "outlook-com", name: "Outlook Outlook.com" },
  { Family: "Yahoo! Mail", Platform: "desktop-webmail", name: "Yahoo! Mail Desktop Webmail" },
  { Family: "Samsung Email", Platform: "android", name: "Samsung Email Android" },
  { Family: "Mozilla Thunderbird", Platform: "macos", name: "Mozilla Thunderbird macOS" },
] as const;

/** How a feature is recognised: an element, an attribute, a CSS property (with a value), or a piece of a style sheet. */
export type Sign =
  | { readonly element: string }
  | { readonly attribute: string; readonly value?: RegExp }
  | { readonly property: RegExp; readonly value?: RegExp }
  | { readonly css: RegExp };

export interface Feature {
  readonly slug: string;
  readonly title: string;
  readonly sign: Sign;
  readonly support: readonly Support[];
}

function feature(slug: string, title: string, letters: string, sign: Sign): Feature {
  const support = letters.split("").map((letter): Support => (letter === "y" || letter === "p" ? letter : "n"));
  return { slug, title, sign, support };
}

/**
 * The features that most often go wrong, not all there are. Which client supports what is as caniemail.com (MIT) tells
 * it in July 2026 for the newest version of each client; the slugs are its own.
 */
export const FEATURES: readonly Feature[] = [
  feature("html-audio", "<audio> element", "ynnnnnyy", { element: "audio" }),
  feature("html-video", "<video> element", "ynnnnnpy", { element: "video" }),
  feature("html-form", "<form> element", "yyynpyyy", { element: "form" }),
  feature("html-link", "<link> element", "ynnynnnn", { element: "link" }),
  feature("html-picture", "<picture> element", "pnnnnnyy", { element: "picture" }),
  feature("html-style", "<style> element", "ypnpyyyy", { element: "style" }),
  feature("html-svg", "<svg> element", "pnnnnnyy", { element: "svg" }),
  feature("html-srcset", "srcset attribute", "ynnnnnyy", { attribute: "srcset" }),
  feature("html-target", "target attribute", "pnnpnnpp", { attribute: "target" }),
  feature("html-background", "background attribute", "yyypyyyy", { attribute: "background" }),
  feature("html-anchor-links", "Links to anchors", "yyyyypny", { attribute: "href", value: /^#./ }),
  feature("image-base64", "Images as data: addresses", "ynnpyyyy", { attribute: "src", value: /^data:image/i }),
  feature("image-svg", "SVG images", "ynnyyyyy", { attribute: "src", value: /\.svg(?:$|[?#])/i }),
  feature("image-webp", "WebP images", "yppnyyyy", { attribute: "src", value: /\.webp(?:$|[?#])/i }),
  feature("css-animation", "animation property", "ynnnnnyn", { property: /^animation/ }),
  feature("css-background-image", "background-image property", "yyynypyy", { property: /^background-image$/ }),
  feature("css-border-radius", "border-radius property", "yyynypyy", { property: /^border-(?:\w+-)*radius$/ }),
  feature("css-box-shadow", "box-shadow property", "ynnnynyy", { property: /^box-shadow$/ }),
  feature("css-display", "display property", "yyypypyy", { property: /^display$/ }),
  feature("css-display-flex", "display: flex", "yyynyyyy", { property: /^display$/, value: /flex/ }),
  feature("css-display-grid", "display: grid", "yyynyyyy", { property: /^display$/, value: /grid/ }),
  feature("css-float", "float property", "yyynypyy", { property: /^float$/ }),
  feature("css-gap", "gap property", "ypnnpnyy", { property: /^(?:column-|row-)?gap$/ }),
  feature("css-height", "height property", "yyypynyy", { property: /^height$/ }),
  feature("css-line-height", "line-height property", "yyypyyyy", { property: /^line-height$/ }),
  feature("css-linear-gradient", "linear-gradient()", "yyynnnpy", { css: /linear-gradient\s*\(/gi }),
  feature("css-margin", "margin property", "ypppppyy", { property: /^margin/ }),
  feature("css-max-width", "max-width property", "yyypyyyy", { property: /^max-width$/ }),
  feature("css-object-fit", "object-fit property", "yynnynyy", { property: /^object-fit$/ }),
  feature("css-opacity", "opacity property", "yynnyyyy", { property: /^opacity$/ }),
  feature("css-padding", "padding property", "yyypyyyy", { property: /^padding/ }),
  feature("css-position", "position property", "pnnnpppy", { property: /^position$/ }),
  feature("css-rgba", "rgba()", "yppnypyy", { css: /\brgba\s*\(/gi }),
  feature("css-text-align", "text-align property", "yyppyppy", { property: /^text-align$/ }),
  feature("css-variables", "Custom properties", "ynnnnnyy", { css: /\bvar\s*\(\s*--/gi }),
  feature("css-width", "width property", "yyypyyyy", { property: /^width$/ }),
  feature("css-at-font-face", "@font-face rule", "ynnpnnyy", { css: /@font-face\b/gi }),
  feature("css-at-import", "@import rule", "ynnynnnn", { css: /@import\b/gi }),
  feature("css-at-media", "@media rule", "ypnnpppn", { css: /@media\b/gi }),
  feature("css-pseudo-class-hover", ":hover pseudo-class", "yynnpyyy", { css: /:hover\b/gi }),
];
