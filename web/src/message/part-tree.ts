import { isRasterImage, type Part } from "@mailglass/shared";

/** How deep a part is enclosed: 0 for one that nothing encloses. */
export function partDepth(part: Part, parts: ReadonlyMap<string, Part>): number {
  let depth = 0;
  for (let at = parts.get(part.parent ?? ""); at && depth < 100; at = parts.get(at.parent ?? "")) depth += 1;
  return depth;
}

export type PartViewMode = "picture" | "text" | "none";

/** Texts that are longer are not shown among the parts, in bytes. */
const MAX_TEXT_BYTES = 1_000_000;

/** How a part can be looked at without a risk. Every kind of text is shown as its characters, HTML and SVG too. */
export function partViewMode({ type, size }: Part): PartViewMode {
  if (isRasterImage(type)) return "picture";
  const isText =
    type.startsWith("text/") || /^application\/(json|xml|.*\+(json|xml))$/.test(type) || type === "image/svg+xml";
  return isText && size <= MAX_TEXT_BYTES ? "text" : "none";
}
