import { type Colord, colord, extend } from "colord";
import a11yPlugin from "colord/plugins/a11y";
import namesPlugin from "colord/plugins/names";
import type { FindingList } from "../finding-list.ts";
import type { HtmlElement } from "./html-element.ts";
import type { InlineStyle } from "./inline-style.ts";
import type { SheetRules } from "./sheet-rules.ts";
import { parsePixels, type StyledDocument } from "./styled-document.ts";

extend([a11yPlugin, namesPlugin]);

/** The colours and the font of an element; undefined where they are unknown. */
interface TextStyle {
  readonly color: Colord | undefined;
  readonly background: Colord | undefined;
  /** In pixels. */
  readonly fontSize: number | undefined;
  readonly isBold: boolean;
  /** Whether a rule of a style sheet may hide it, as it does with a preheader. */
  readonly mayBeHidden: boolean;
}

/** Clients show a message on white, unless it says otherwise. */
const ROOT_STYLE: TextStyle = {
  color: undefined,
  background: colord("#ffffff"),
  fontSize: 16,
  isBold: false,
  mayBeHidden: false,
};

/**
 * Checks the contrast of texts (WCAG 2.2 §1.4.3) whose colour and background are both known: they are in attributes, or in the one rule
 * of a style sheet that may set them.
 */
export function lintContrast(document: StyledDocument, found: FindingList): void {
  const styles = new Map<HtmlElement, TextStyle>();
  for (const element of document.elements) {
    const inherited = element.parent === null ? ROOT_STYLE : (styles.get(element.parent) ?? ROOT_STYLE);
    const style = computeStyle(element, inherited, document);
    styles.set(element, style);
    const { color, background } = style;
    if (element.text === undefined || color === undefined || background === undefined || style.mayBeHidden) continue;
    if (document.isHidden(element)) continue;
    const contrast = color.contrast(background);
    const required = isLarge(style) ? 3 : 4.5;
    if (contrast >= required) continue;
    const detail = `${color.toHex()} on ${background.toHex()} is ${contrast}:1, less than ${required}:1`;
    found.add("contrast-low", document.locate(element.text), detail);
  }
}

/** Large text: from 18 point, or 14 point if bold. Text of unknown size counts as large. */
function isLarge({ fontSize, isBold }: TextStyle): boolean {
  return fontSize === undefined || fontSize >= 24 || (isBold && fontSize >= 18.66);
}

function computeStyle(element: HtmlElement, inherited: TextStyle, { styleOf, rules }: StyledDocument): TextStyle {
  const style = styleOf(element);
  const sheetColor = rules.valueOf(element, "color");
  return {
    color: sheetColor === null ? undefined : computeColor(element, style, sheetColor, inherited.color),
    background: computeBackground(element, style, rules, inherited.background),
    fontSize: rules.mayStyle(element, "font-size", "font")
      ? undefined
      : computeFontSize(element, style, inherited.fontSize),
    isBold: computeBold(element, style, inherited.isBold),
    mayBeHidden: inherited.mayBeHidden || mayHide(rules, element),
  };
}

function computeColor(
  element: HtmlElement,
  style: InlineStyle,
  sheetColor: string | undefined,
  inherited: Colord | undefined,
): Colord | undefined {
  const written =
    style.get("color") ?? sheetColor ?? element.attributes.get(element.name === "body" ? "text" : "color");
  if (written === "inherit") return inherited;
  if (written !== undefined) return parseColor(written);
  // Each client has its own colour for links.
  return element.name === "a" && element.attributes.has("href") ? undefined : inherited;
}

function computeBackground(
  element: HtmlElement,
  style: InlineStyle,
  rules: SheetRules,
  inherited: Colord | undefined,
): Colord | undefined {
  const { attributes } = element;
  if (rules.mayStyle(element, "background-image")) return undefined;
  const sheet = (["background", "background-color"] as const).map((property) => rules.valueOf(element, property));
  const [sheetValue, ...others] = sheet.filter((value) => value !== undefined);
  if (sheetValue === null || others.length > 0) return undefined;
  const image = style.get("background-image");
  if ((image !== undefined && image !== "none") || attributes.has("background")) return undefined;
  // A shorthand with more than a colour is unknown, because it may have an image.
  const written = style.get("background-color") ?? style.get("background") ?? sheetValue ?? attributes.get("bgcolor");
  if (written === undefined || /^(?:transparent|inherit|none|initial)$/.test(written.trim())) return inherited;
  return parseColor(written);
}

/** Properties, and their values that hide an element. */
const HIDING = [
  ["display", /^none/],
  ["visibility", /^hidden/],
  ["opacity", /^0/],
  ["max-height", /^0/],
] as const;

function mayHide(rules: SheetRules, element: HtmlElement): boolean {
  return HIDING.some(([property, hiding]) => {
    const value = rules.valueOf(element, property);
    return value === null || (value !== undefined && hiding.test(value));
  });
}

function computeFontSize({ name }: HtmlElement, style: InlineStyle, inherited: number | undefined): number | undefined {
  const written = style.get("font-size");
  if (written !== undefined) return parsePixels(written);
  if (style.has("font")) return undefined;
  // Headings are larger than the text around them.
  return /^(?:h[1-3]|font|big)$/.test(name) ? undefined : inherited;
}

function computeBold({ name }: HtmlElement, style: InlineStyle, inherited: boolean): boolean {
  const written = style.get("font-weight");
  if (written !== undefined) return /^(?:bold|bolder|[7-9]00)$/.test(written);
  return inherited || /^(?:b|strong|th|h[1-6])$/.test(name);
}

/** Reads an opaque colour; undefined for any other value. */
function parseColor(written: string): Colord | undefined {
  const value = written.trim();
  const color = colord(/^[0-9a-f]{6}$/i.test(value) ? `#${value}` : value);
  return color.isValid() && color.alpha() === 1 ? color : undefined;
}
