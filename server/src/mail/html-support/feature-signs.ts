/*
 * How features of caniemail.com are recognised. Most follow from their titles; the others are listed here by slug.
 */

/** What a feature is recognised by. Names are in lower case. */
export interface FeatureSigns {
  readonly elements?: readonly string[];
  readonly attributes?: readonly string[];
  /** Types of `<input>` and `<button>`: `input submit`. */
  readonly inputTypes?: readonly string[];
  readonly properties?: readonly string[];
  /** A property with one of its values: `display flex`. */
  readonly values?: readonly string[];
  /** A word in the value of any property. */
  readonly words?: readonly string[];
  readonly functions?: readonly string[];
  readonly units?: readonly string[];
  readonly atRules?: readonly string[];
  /** Media features, without `min-` and `max-`. */
  readonly mediaFeatures?: readonly string[];
  /** Pseudo-classes and pseudo-elements, without colons. */
  readonly pseudos?: readonly string[];
  /** Image formats: file extensions, or subtypes of `image`. */
  readonly imageFormats?: readonly string[];
  /** Recognised by code: see `find-features.ts`. */
  readonly special?: SpecialSign;
}

export type SpecialSign =
  | "amp"
  | "anchor-link"
  | "base64-image"
  | "child-combinator"
  | "adjacent-combinator"
  | "sibling-combinator"
  | "descendant-combinator"
  | "attribute-selector"
  | "chained-selector"
  | "class-selector"
  | "id-selector"
  | "type-selector"
  | "universal-selector"
  | "selector-list"
  | "css-comment"
  | "custom-property"
  | "doctype"
  | "html-comment"
  | "important"
  | "mailto-link"
  | "meta-color-scheme"
  | "nesting";

const SIDES = ["top", "right", "bottom", "left"];
const withSides = (property: string) => [property, ...SIDES.map((side) => `${property}-${side}`)];

/** Signs that do not follow from the title. A feature without a sign is not found in messages. */
const SIGNS_BY_SLUG: Readonly<Record<string, FeatureSigns>> = {
  amp: { special: "amp" },
  // It is in the DNS, not in the message.
  bimi: {},

  "css-animation": {
    properties: ["", "-name", "-duration", "-delay", "-iteration-count", "-timing-function", "-fill-mode"].map(
      (end) => `animation${end}`,
    ),
  },
  "css-at-media-device-pixel-ratio": { mediaFeatures: ["-webkit-device-pixel-ratio", "device-pixel-ratio"] },
  "css-at-media-hover": { mediaFeatures: ["hover", "any-hover"] },
  "css-at-media-orientation": { mediaFeatures: ["orientation"] },
  "css-at-media-prefers-color-scheme": { mediaFeatures: ["prefers-color-scheme"] },
  "css-at-media-prefers-reduced-motion": { mediaFeatures: ["prefers-reduced-motion"] },
  "css-block-inline-size": { properties: ["block-size", "inline-size"] },
  "css-border": {
    properties: [
      ...withSides("border"),
      ...["width", "style", "color"].flatMap((end) => [
        `border-${end}`,
        ...SIDES.map((side) => `border-${side}-${end}`),
      ]),
    ],
  },
  "css-border-inline-block": { properties: ["border-inline", "border-block"] },
  "css-border-inline-block-individual": {
    properties: ["border-inline-start", "border-inline-end", "border-block-start", "border-block-end"],
  },
  "css-border-inline-block-longhand": {
    properties: ["inline", "block"].flatMap((axis) =>
      ["", "-start", "-end"].flatMap((side) =>
        ["color", "style", "width"].map((end) => `border-${axis}${side}-${end}`),
      ),
    ),
  },
  "css-border-radius": {
    properties: [
      "border-radius",
      ...["top-left", "top-right", "bottom-left", "bottom-right"].map((corner) => `border-${corner}-radius`),
    ],
  },
  "css-border-radius-logical": {
    properties: ["start-start", "start-end", "end-start", "end-end"].map((corner) => `border-${corner}-radius`),
  },
  "css-color-scheme": { properties: ["color-scheme"] },
  "css-column-layout-properties": {
    properties: [
      "columns",
      ...["fill", "rule", "rule-color", "rule-style", "rule-width", "span", "width"].map((end) => `column-${end}`),
    ],
  },
  "css-comments": { special: "css-comment" },
  "css-display-flex": { values: ["display flex", "display inline-flex"] },
  "css-display-grid": { values: ["display grid", "display inline-grid"] },
  "css-display-none": { values: ["display none"] },
  "css-flex-direction": { values: ["flex-direction column", "flex-direction column-reverse"] },
  "css-flex-wrap": { values: ["flex-wrap wrap", "flex-wrap wrap-reverse"] },
  "css-gap": { properties: ["gap", "column-gap", "row-gap"] },
  "css-grid-template": {
    properties: ["grid-template", "grid-template-areas", "grid-template-columns", "grid-template-rows"],
  },
  "css-important": { special: "important" },
  "css-inert-attribute": { attributes: ["inert"] },
  "css-intrinsic-size": { words: ["fit-content", "min-content", "max-content"] },
  "css-left-right-top-bottom": { properties: SIDES },
  "css-linear-gradient": { functions: ["linear-gradient", "repeating-linear-gradient"] },
  "css-margin": { properties: withSides("margin") },
  "css-margin-block-start-end": { properties: ["margin-block-start", "margin-block-end"] },
  "css-margin-inline-block": { properties: ["margin-inline", "margin-block"] },
  "css-margin-inline-start-end": { properties: ["margin-inline-start", "margin-inline-end"] },
  "css-modern-color": { functions: ["lch", "oklch", "lab", "oklab"] },
  "css-nesting": { special: "nesting" },
  "css-outline": { properties: ["outline", "outline-color", "outline-style", "outline-width"] },
  "css-overflow": { properties: ["overflow", "overflow-x", "overflow-y"] },
  "css-padding": { properties: withSides("padding") },
  "css-padding-block-start-end": { properties: ["padding-block-start", "padding-block-end"] },
  "css-padding-inline-block": { properties: ["padding-inline", "padding-block"] },
  "css-padding-inline-start-end": { properties: ["padding-inline-start", "padding-inline-end"] },
  "css-pseudo-class-lang": { pseudos: ["lang"] },
  "css-radial-gradient": { functions: ["radial-gradient", "repeating-radial-gradient"] },
  "css-conic-gradient": { functions: ["conic-gradient", "repeating-conic-gradient"] },
  "css-scroll-snap": { properties: ["scroll-snap-type", "scroll-snap-align", "scroll-snap-stop"] },
  "css-selector-adjacent-sibling": { special: "adjacent-combinator" },
  "css-selector-attribute": { special: "attribute-selector" },
  "css-selector-chaining": { special: "chained-selector" },
  "css-selector-child": { special: "child-combinator" },
  "css-selector-class": { special: "class-selector" },
  "css-selector-descendant": { special: "descendant-combinator" },
  "css-selector-general-sibling": { special: "sibling-combinator" },
  "css-selector-grouping": { special: "selector-list" },
  "css-selector-id": { special: "id-selector" },
  "css-selector-type": { special: "type-selector" },
  "css-selector-universal": { special: "universal-selector" },
  "css-sytem-ui": { words: ["system-ui", "ui-serif", "ui-sans-serif", "ui-rounded", "ui-monospace"] },
  "css-transition": {
    properties: ["", "-property", "-duration", "-delay", "-timing-function"].map((end) => `transition${end}`),
  },
  "css-unit-calc": { functions: ["calc"] },
  "css-unit-initial": { words: ["initial"] },
  "css-unit-percent": { units: ["%"] },
  "css-variables": { functions: ["var"], special: "custom-property" },

  "html-address": { elements: ["address"] },
  "html-anchor-links": { special: "anchor-link" },
  "html-comments": { special: "html-comment" },
  "html-doctype": { special: "doctype" },
  "html-h1-h6": { elements: ["h1", "h2", "h3", "h4", "h5", "h6"] },
  "html-image-maps": { elements: ["map"], attributes: ["usemap"] },
  "html-lists": { elements: ["ul", "ol", "dl"] },
  "html-mailto-links": { special: "mailto-link" },
  "html-meta-color-scheme": { special: "meta-color-scheme" },
  "html-semantics": {
    elements: "article aside details figcaption figure footer header main mark nav section summary time".split(" "),
  },
  "html-srcset": { attributes: ["srcset", "sizes"] },
  "html-svg": { elements: ["svg"] },

  "image-base64": { special: "base64-image" },
  "image-heif": { imageFormats: ["heif", "heic"] },
  "image-ico": { imageFormats: ["ico", "vnd.microsoft.icon", "x-icon"] },
  "image-jpg": { imageFormats: ["jpg", "jpeg", "pjpeg"] },
  "image-svg": { imageFormats: ["svg", "svg+xml"] },
  "image-tiff": { imageFormats: ["tif", "tiff"] },
};

/** Returns what a feature is recognised by; undefined if it cannot be told from its title. */
export function findSigns(slug: string, rawTitle: string): FeatureSigns | undefined {
  const special = SIGNS_BY_SLUG[slug];
  if (special !== undefined) return special;
  const title = rawTitle.trim();
  if (slug.startsWith("css-")) return findCssSigns(title);
  if (slug.startsWith("html-")) return findHtmlSigns(title);
  return slug.startsWith("image-") ? { imageFormats: [slug.slice("image-".length)] } : undefined;
}

function findCssSigns(title: string): FeatureSigns | undefined {
  const [, atRule] = /^@([a-z-]+)$/.exec(title) ?? [];
  if (atRule !== undefined) return { atRules: [atRule] };
  const [, pseudo] = /^::?([a-z-]+)(?:\(\))?$/.exec(title) ?? [];
  if (pseudo !== undefined) return { pseudos: [pseudo] };
  const [, name] = /^([a-z-]+)\(\)$/.exec(title) ?? [];
  if (name !== undefined) return { functions: [name] };
  const [, unit] = /^(\S+) unit$/.exec(title) ?? [];
  if (unit !== undefined) return { units: [unit] };
  const [, property] = /^([a-z-]+)(?: property| shorthand)?$/.exec(title) ?? [];
  return property === undefined ? undefined : { properties: [property] };
}

function findHtmlSigns(title: string): FeatureSigns | undefined {
  const [, element, type] = /^<([a-z0-9]+)(?: type="([a-z]+)")?>(?: element)?$/.exec(title) ?? [];
  if (element !== undefined)
    return type === undefined ? { elements: [element] } : { inputTypes: [`${element} ${type}`] };
  const [, attribute] = /^([a-z-]+) attribute$/.exec(title) ?? [];
  return attribute === undefined ? undefined : { attributes: [attribute] };
}
