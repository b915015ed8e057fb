import { readContentId } from "../content-id.ts";
import { createByteLocator } from "../locate-bytes.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { findPartReferences } from "../part-references.ts";
import { headerRangeOf } from "./entity-ranges.ts";
import type { ByteRange, FindingList } from "./finding-list.ts";

/** Checks what the HTML refers to by Content-ID (RFC 2392). */
export function lintReferences(parsed: ParsedMail, found: FindingList): void {
  const [html] = parsed.content.html;
  if (html === undefined || parsed.isSourceCut) return;
  const { embedded, unresolved } = findPartReferences(parsed);
  if (unresolved.size > 0) {
    const placesOf = createReferenceFinder(parsed, html.entity);
    for (const id of unresolved) for (const place of placesOf(id)) found.add("cid-unresolved", place, `cid:${id}`);
  }
  const related = listRelated(html.entity);
  for (const entity of embedded) {
    const id = readContentId(entity);
    if (id !== null && !listRelated(entity).some((one) => related.includes(one)))
      found.add("cid-outside-related", headerRangeOf(entity), `cid:${id}`);
  }
}

/** A `cid:` URL as it is written in HTML or CSS. */
const CID_URL = /cid:([^\s"'<>)]{1,1000})/gi;

/** Maximum number of places of one URL. */
const MAX_PLACES = 100;

/**
 * Returns a function that finds the places of a `cid:` URL in HTML; the part's header where the URL is written in another way. The
 * HTML is searched once for all of them.
 */
function createReferenceFinder(parsed: ParsedMail, entity: Entity): (id: string) => readonly ByteRange[] {
  const text = parsed.decodedBytes(entity).toString("latin1");
  const locate = createByteLocator(parsed, entity);
  const rangesById = new Map<string, ByteRange[]>();
  for (const { 0: url, 1: id = "", index } of text.matchAll(CID_URL)) {
    const range = { start: index, end: index + url.length };
    const ranges = rangesById.get(id);
    if (ranges === undefined) rangesById.set(id, [range]);
    else if (ranges.length < MAX_PLACES) ranges.push(range);
  }
  return (id) => rangesById.get(Buffer.from(id).toString("latin1"))?.map(locate) ?? [headerRangeOf(entity)];
}

/** Lists the multipart/related entities that contain an entity. */
function listRelated(entity: Entity): Entity[] {
  const related: Entity[] = [];
  for (let at = entity.parent; at !== null; at = at.parent)
    if (at.contentType.value === "multipart/related") related.push(at);
  return related;
}
