import { isRasterImage, type Part } from "@mailglass/shared";

/** Nesting depth of a part; 0 at the top. */
export function partDepth(part: Part, parts: ReadonlyMap<string, Part>): number {
  let depth = 0;
  for (let at = parts.get(part.parent ?? ""); at && depth < 100; at = parts.get(at.parent ?? "")) depth += 1;
  return depth;
}

export type PartViewMode = "picture" | "text" | "none";

/** Maximum bytes of a text shown in the Parts tab. */
const MAX_TEXT_BYTES = 1_000_000;

/** Returns how a part can be viewed safely. All kinds of text are shown as characters, including HTML and SVG. */
export function partViewMode({ type, size }: Part): PartViewMode {
  if (isRasterImage(type)) return "picture";
  const isText =
    type.startsWith("text/") || /^application\/(json|xml|.*\+(json|xml))$/.test(type) || type === "image/svg+xml";
  return isText && size <= MAX_TEXT_BYTES ? "text" : "none";
}
