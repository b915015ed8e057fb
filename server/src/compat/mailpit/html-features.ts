/** Support of a feature by a mail client: `y` yes, `n` no, `p` partial. */
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

/**
 * How a feature is recognised: an element, an attribute, a CSS property (with a value), or a pattern in a style
 * sheet.
 */
export type FeatureSign =
  | { readonly element: string }
  | { readonly attribute: string; readonly value?: RegExp }
  | { readonly property: RegExp; readonly value?: RegExp }
  | { readonly css: RegExp };

export interface Feature {
  readonly slug: string;
  readonly title: string;
  readonly sign: FeatureSign;
  readonly support: readonly Support[];
}

function defineFeature(slug: string, title: string, letters: string, sign: FeatureSign): Feature {
  const support = letters.split("").map((letter): Support => (letter === "y" || letter === "p" ? letter : "n"));
  return { slug, title, sign, support };
}

/**
 * The features that most often cause problems, not all there are. Support according to caniemail.com (MIT) in July
 * 2026, for the newest version of each client; the slugs are those of caniemail.com.
 */
export const FEATURES: readonly Feature[] = [
  defineFeature("html-audio", "<audio> element", "ynnnnnyy", { element: "audio" }),
  defineFeature("html-video", "<video> element", "ynnnnnpy", { element: "video" }),
  defineFeature("html-form", "<form> element", "yyynpyyy", { element: "form" }),
  defineFeature("html-link", "<link> element", "ynnynnnn", { element: "link" }),
  defineFeature("html-picture", "<picture> element", "pnnnnnyy", { element: "picture" }),
  defineFeature("html-style", "<style> element", "ypnpyyyy", { element: "style" }),
  defineFeature("html-svg", "<svg> element", "pnnnnnyy", { element: "svg" }),
  defineFeature("html-srcset", "srcset attribute", "ynnnnnyy", { attribute: "srcset" }),
  defineFeature("html-target", "target attribute", "pnnpnnpp", { attribute: "target" }),
  defineFeature("html-background", "background attribute", "yyypyyyy", { attribute: "background" }),
  defineFeature("html-anchor-links", "Links to anchors", "yyyyypny", { attribute: "href", value: /^#./ }),
  defineFeature("image-base64", "Images as data: addresses", "ynnpyyyy", { attribute: "src", value: /^data:image/i }),
  defineFeature("image-svg", "SVG images", "ynnyyyyy", { attribute: "src", value: /\.svg(?:$|[?#])/i }),
  defineFeature("image-webp", "WebP images", "yppnyyyy", { attribute: "src", value: /\.webp(?:$|[?#])/i }),
  defineFeature("css-animation", "animation property", "ynnnnnyn", { property: /^animation/ }),
  defineFeature("css-background-image", "background-image property", "yyynypyy", { property: /^background-image$/ }),
  defineFeature("css-border-radius", "border-radius property", "yyynypyy", { property: /^border-(?:\w+-)*radius$/ }),
  defineFeature("css-box-shadow", "box-shadow property", "ynnnynyy", { property: /^box-shadow$/ }),
  defineFeature("css-display", "display property", "yyypypyy", { property: /^display$/ }),
  defineFeature("css-display-flex", "display: flex", "yyynyyyy", { property: /^display$/, value: /flex/ }),
  defineFeature("css-display-grid", "display: grid", "yyynyyyy", { property: /^display$/, value: /grid/ }),
  defineFeature("css-float", "float property", "yyynypyy", { property: /^float$/ }),
  defineFeature("css-gap", "gap property", "ypnnpnyy", { property: /^(?:column-|row-)?gap$/ }),
  defineFeature("css-height", "height property", "yyypynyy", { property: /^height$/ }),
  defineFeature("css-line-height", "line-height property", "yyypyyyy", { property: /^line-height$/ }),
  defineFeature("css-linear-gradient", "linear-gradient()", "yyynnnpy", { css: /linear-gradient\s*\(/gi }),
  defineFeature("css-margin", "margin property", "ypppppyy", { property: /^margin/ }),
  defineFeature("css-max-width", "max-width property", "yyypyyyy", { property: /^max-width$/ }),
  defineFeature("css-object-fit", "object-fit property", "yynnynyy", { property: /^object-fit$/ }),
  defineFeature("css-opacity", "opacity property", "yynnyyyy", { property: /^opacity$/ }),
  defineFeature("css-padding", "padding property", "yyypyyyy", { property: /^padding/ }),
  defineFeature("css-position", "position property", "pnnnpppy", { property: /^position$/ }),
  defineFeature("css-rgba", "rgba()", "yppnypyy", { css: /\brgba\s*\(/gi }),
  defineFeature("css-text-align", "text-align property", "yyppyppy", { property: /^text-align$/ }),
  defineFeature("css-variables", "Custom properties", "ynnnnnyy", { css: /\bvar\s*\(\s*--/gi }),
  defineFeature("css-width", "width property", "yyypyyyy", { property: /^width$/ }),
  defineFeature("css-at-font-face", "@font-face rule", "ynnpnnyy", { css: /@font-face\b/gi }),
  defineFeature("css-at-import", "@import rule", "ynnynnnn", { css: /@import\b/gi }),
  defineFeature("css-at-media", "@media rule", "ypnnpppn", { css: /@media\b/gi }),
  defineFeature("css-pseudo-class-hover", ":hover pseudo-class", "yynnpyyy", { css: /:hover\b/gi }),
];
