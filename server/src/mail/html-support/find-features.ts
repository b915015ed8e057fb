import { trimUrl } from "../html-urls.ts";
import { type HtmlRange, type HtmlTagPlace, walkHtml } from "../walk-html.ts";
import { type FeatureIndex, getFeatureIndex, type SignMap } from "./feature-index.ts";
import type { SpecialSign } from "./feature-signs.ts";
import { findCssFeatures } from "./find-css-features.ts";
import type { HtmlFeature } from "./support-table.ts";

/** Maximum number of places that are kept of each feature. */
const MAX_PLACES = 100;

/** The uses of a feature. */
export interface FeatureUse {
  readonly feature: HtmlFeature;
  /** The first 100 places in the HTML, in UTF-16 code units. */
  readonly ranges: readonly HtmlRange[];
  readonly count: number;
}

/** The features that HTML uses, in the order of their first use. */
export interface HtmlUsage {
  readonly uses: readonly FeatureUse[];
  /** Number of elements without html, head and meta. */
  readonly elementCount: number;
  /** Number of scripts, which no client runs; without data in JSON. */
  readonly scriptCount: number;
}

/** Returns the media type of the part that a URL refers to; undefined if it refers to none. */
export type FindReferredType = (url: string) => string | undefined;

/**
 * Finds the features of HTML, in time linear in its length. Conditional comments are comments: only Outlook reads what they contain,
 * and what is written for Outlook needs no other client.
 */
export function findFeatures(html: string, findType: FindReferredType = () => undefined): HtmlUsage {
  const finder = new FeatureFinder(getFeatureIndex(), findType);
  let sheet: { css: string; start: number } | undefined;
  const endSheet = () => {
    if (sheet !== undefined) finder.styleSheet(sheet.css, sheet.start);
    sheet = undefined;
  };
  walkHtml(html, {
    open(name, attributes, place) {
      endSheet();
      finder.element(name, attributes(), place, html);
    },
    text: endSheet,
    style(css, start) {
      // One text may arrive in several calls. Their offsets are contiguous: a style sheet has no character references.
      if (sheet === undefined) sheet = { css, start };
      else sheet.css += css;
    },
    comment(content, start) {
      // Browsers also read `<![endif]>` and `<?xml?>` as comments.
      if (!html.startsWith("<!--", start - 4)) return;
      finder.special("html-comment", { start: start - 4, end: Math.min(html.length, start + content.length + 3) });
    },
    declaration(content, start) {
      if (/^doctype\s+html\s*$/i.test(content)) finder.special("doctype", { start, end: start + content.length });
    },
  });
  endSheet();
  return finder.usage();
}

const STRUCTURE_ELEMENTS = new Set(["html", "head", "meta"]);

class FeatureFinder {
  readonly #index: FeatureIndex;
  readonly #findType: FindReferredType;
  readonly #uses = new Map<HtmlFeature, { feature: HtmlFeature; ranges: HtmlRange[]; count: number }>();
  /** The features of each `style` attribute: templates repeat them. */
  readonly #styles = new Map<string, readonly StyleUse[]>();
  #elementCount = 0;
  #scriptCount = 0;

  constructor(index: FeatureIndex, findType: FindReferredType) {
    this.#index = index;
    this.#findType = findType;
  }

  element(name: string, attributes: ReadonlyMap<string, string>, place: HtmlTagPlace, html: string): void {
    if (!STRUCTURE_ELEMENTS.has(name)) this.#elementCount++;
    if (name === "script" && !/^application\/(?:ld\+)?json$/i.test(attributes.get("type") ?? "")) this.#scriptCount++;
    const { elements, attributes: byAttribute, inputTypes } = this.#index;
    const { start, end } = place;
    this.#add(elements, name, { start, end });
    const type = attributes.get("type")?.toLowerCase();
    if (type !== undefined && (name === "input" || name === "button")) this.#add(inputTypes, `${name} ${type}`, place);
    for (const [attribute, value] of attributes) {
      this.#add(byAttribute, attribute, place);
      if (attribute === "style") this.#style(value, place.valueOf(attribute), html);
    }
    this.#specialElement(name, attributes, place);
    if (name === "img") this.#image(attributes.get("src"), place);
    if (name === "img" || name === "source") {
      for (const candidate of attributes.get("srcset")?.split(",") ?? []) {
        this.#image(candidate.trim().split(/\s/, 1)[0], place);
      }
    }
  }

  styleSheet(css: string, offset: number): void {
    const shift = ({ start, end }: HtmlRange) => ({ start: offset + start, end: offset + end });
    findCssFeatures(css, "sheet", {
      index: this.#index,
      addUse: (feature, range) => this.#use(feature, shift(range)),
      addImage: (url, range) => this.#image(url, shift(range)),
    });
  }

  special(sign: SpecialSign, range: HtmlRange): void {
    for (const feature of this.#index.special.get(sign) ?? []) this.#use(feature, range);
  }

  usage(): HtmlUsage {
    const uses = [...this.#uses.values()].sort((a, b) => (a.ranges[0]?.start ?? 0) - (b.ranges[0]?.start ?? 0));
    return { uses, elementCount: this.#elementCount, scriptCount: this.#scriptCount };
  }

  #specialElement(name: string, attributes: ReadonlyMap<string, string>, place: HtmlTagPlace): void {
    const href = trimUrl(attributes.get("href") ?? "");
    if ((name === "a" || name === "area") && /^#./.test(href)) this.special("anchor-link", place.valueOf("href"));
    if ((name === "a" || name === "area") && /^mailto:/i.test(href)) this.special("mailto-link", place.valueOf("href"));
    if (name === "meta" && /^(?:supported-)?color-schemes?$/i.test(attributes.get("name")?.trim() ?? ""))
      this.special("meta-color-scheme", place);
    if (name === "html" && (attributes.has("⚡4email") || attributes.has("amp4email"))) this.special("amp", place);
  }

  #image(written: string | undefined, range: HtmlRange): void {
    const url = trimUrl(written ?? "");
    if (url === "") return;
    if (/^data:image\/[^,]*;base64,/i.test(url.slice(0, 200))) this.special("base64-image", range);
    const format = imageFormat(url, this.#findType);
    if (format !== undefined) this.#add(this.#index.imageFormats, format, range);
  }

  /** Adds the features of a `style` attribute. If the value has character references, its places are those of the whole value. */
  #style(css: string, { start, end }: HtmlRange, html: string): void {
    let uses = this.#styles.get(css);
    if (uses === undefined) {
      const found: StyleUse[] = [];
      findCssFeatures(css, "declarations", {
        index: this.#index,
        addUse: (feature, range) => found.push({ feature, range }),
        addImage: (image, range) => found.push({ image, range }),
      });
      uses = found;
      this.#styles.set(css, uses);
    }
    const isAsWritten = end - start === css.length && html.startsWith(css, start);
    for (const use of uses) {
      const range = isAsWritten ? { start: start + use.range.start, end: start + use.range.end } : { start, end };
      if (use.feature !== undefined) this.#use(use.feature, range);
      else this.#image(use.image, range);
    }
  }

  #add(map: SignMap, sign: string, { start, end }: HtmlRange): void {
    for (const feature of map.get(sign) ?? []) this.#use(feature, { start, end });
  }

  #use(feature: HtmlFeature, { start, end }: HtmlRange): void {
    const known = this.#uses.get(feature);
    if (known === undefined) {
      this.#uses.set(feature, { feature, ranges: [{ start, end }], count: 1 });
      return;
    }
    known.count++;
    if (known.ranges.length < MAX_PLACES) known.ranges.push({ start, end });
  }
}

/** A feature, or an image, of a `style` attribute: the range is in the attribute's value. */
type StyleUse =
  | { readonly feature: HtmlFeature; readonly image?: undefined; readonly range: HtmlRange }
  | { readonly feature?: undefined; readonly image: string; readonly range: HtmlRange };

/** Returns the format that a URL names: by its media type, or by the extension of its path. */
function imageFormat(url: string, findType: FindReferredType): string | undefined {
  const [, inData] = /^data:image\/([a-z0-9.+-]+)/i.exec(url) ?? [];
  if (inData !== undefined) return inData.toLowerCase();
  const [, ofPart] = /^(?:image|video)\/(.+)$/.exec(findType(url) ?? "") ?? [];
  if (ofPart !== undefined) return ofPart;
  const [path = ""] = url.slice(0, MAX_URL_LENGTH).split(/[?#]/, 1);
  return /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
}

/** URLs are read up to this length, in UTF-16 code units. */
const MAX_URL_LENGTH = 4_000;
