import type { FindingList } from "../finding-list.ts";
import type { HtmlElement } from "./html-element.ts";
import { shortenUrl } from "./shorten-url.ts";
import { parsePixels, type StyledDocument } from "./styled-document.ts";

/** Checks for images without a text, and for remote images without a size. */
export function lintImages(document: StyledDocument, found: FindingList): void {
  for (const element of document.elements) {
    if (element.name !== "img" || document.isHidden(element) || isTrackingPixel(element, document)) continue;
    const range = document.locate(element.place);
    const src = element.attributes.get("src")?.trim() ?? "";
    if (!hasAlternative(element)) found.add("alt-missing", range, shortenUrl(src));
    if (/^https?:/i.test(src) && !hasSize(element, document))
      found.add("image-remote-without-size", range, shortenUrl(src));
  }
}

/** An empty `alt` is right for decoration. */
function hasAlternative(element: HtmlElement): boolean {
  return element.attributes.has("alt") || element.keyword("aria-label") !== "" || element.isPresentational;
}

const MAX_PIXEL_SIZE = 2;

/** Images of one or two pixels count openings, or keep a distance. */
function isTrackingPixel(element: HtmlElement, { styleOf }: StyledDocument): boolean {
  const style = styleOf(element);
  const sides = ["width", "height"].map(
    (side) => parsePixels(style.get(side)) ?? parsePixels(element.attributes.get(side)),
  );
  return sides.some((side) => side !== undefined && side <= MAX_PIXEL_SIZE);
}

/** Whether the image has a width or a height while it is not loaded. */
function hasSize(element: HtmlElement, { styleOf, rules }: StyledDocument): boolean {
  const style = styleOf(element);
  const isGiven = (side: string) => element.keyword(side) !== "" || /\d/.test(style.get(side) ?? "");
  return isGiven("width") || isGiven("height") || rules.mayStyle(element, "width", "height");
}
