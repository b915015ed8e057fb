import type { LocateRange } from "../../locate-bytes.ts";
import type { HtmlElement } from "./html-element.ts";
import { type InlineStyle, InlineStyleReader } from "./inline-style.ts";
import { type HtmlDocument, readDocument } from "./read-document.ts";
import { SheetRules } from "./sheet-rules.ts";

/** A document with the styles of its elements, as far as they are known without a browser. */
export interface StyledDocument extends HtmlDocument {
  readonly html: string;
  readonly rules: SheetRules;
  readonly locate: LocateRange;
  readonly styleOf: (element: HtmlElement) => InlineStyle;
  /** Whether an element is certainly not displayed: itself, or one that contains it. */
  readonly isHidden: (element: HtmlElement) => boolean;
}

export function readStyledDocument(html: string, locate: LocateRange): StyledDocument {
  const document = readDocument(html);
  const reader = new InlineStyleReader();
  const styleOf = (element: HtmlElement) => reader.read(element.attributes.get("style"));
  const hidden = new Set<HtmlElement>();
  for (const element of document.elements) {
    const { parent } = element;
    if ((parent !== null && hidden.has(parent)) || hidesContent(element, styleOf(element))) hidden.add(element);
  }
  return {
    ...document,
    html,
    rules: new SheetRules(document.sheets),
    locate,
    styleOf,
    isHidden: (element) => hidden.has(element),
  };
}

/** Font sizes up to this many pixels hide a preheader: the text that only lists show. */
const MAX_HIDDEN_FONT_SIZE = 2;

function hidesContent({ attributes, name }: HtmlElement, style: InlineStyle): boolean {
  if (attributes.has("hidden") || name === "head" || name === "noscript") return true;
  const fontSize = parsePixels(style.get("font-size"));
  return (
    style.get("display") === "none" ||
    style.get("visibility") === "hidden" ||
    style.get("mso-hide") === "all" ||
    /^0(?:\.0+)?$/.test(style.get("opacity") ?? "") ||
    parsePixels(style.get("max-height")) === 0 ||
    parsePixels(style.get("max-width")) === 0 ||
    (parsePixels(style.get("height")) === 0 && style.get("overflow") === "hidden") ||
    (fontSize !== undefined && fontSize <= MAX_HIDDEN_FONT_SIZE)
  );
}

const PIXELS_PER_POINT = 4 / 3;

/** Reads a length in pixels: `12px`, `9pt`, `0`, or the number of an attribute. Undefined for all others. */
export function parsePixels(value: string | undefined): number | undefined {
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(px|pt)?\s*$/i.exec(value ?? "") ?? [];
  if (digits === undefined) return undefined;
  return unit?.toLowerCase() === "pt" ? Number(digits) * PIXELS_PER_POINT : Number(digits);
}
