import { Parser } from "htmlparser2";

/** Replaces the content of each element that names a region: `<div mc:edit="main">…</div>`. */
export function fillRegions(html: string, regions: Readonly<Record<string, string>>): string {
  let filled = "";
  /** End of what was copied, in UTF-16 code units. */
  let copied = 0;
  /** The element that is being replaced, and how many of its name are open. */
  let open: { readonly name: string; readonly region: string; depth: number } | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (open !== undefined) {
        if (name === open.name) open.depth++;
        return;
      }
      const region = attributes["mc:edit"];
      if (region === undefined || !Object.hasOwn(regions, region)) return;
      filled += html.slice(copied, parser.endIndex + 1) + (regions[region] ?? "");
      open = { name, region, depth: 1 };
    },
    onclosetag(name, isImplied) {
      if (open === undefined || name !== open.name || --open.depth > 0) return;
      // An element without an end tag ends where the next tag begins, or with the document.
      copied = isImplied ? Math.max(parser.startIndex, copied) : parser.startIndex;
      open = undefined;
    },
  });
  parser.end(html);
  return filled + html.slice(copied);
}
