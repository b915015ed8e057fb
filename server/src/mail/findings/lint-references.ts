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
  for (const id of unresolved) {
    const places = findReferences(parsed, html.entity, id);
    for (const place of places) found.add("cid-unresolved", place, `cid:${id}`);
  }
  const related = listRelated(html.entity);
  for (const entity of embedded) {
    const id = readContentId(entity);
    if (id !== null && !listRelated(entity).some((one) => related.includes(one)))
      found.add("cid-outside-related", headerRangeOf(entity), `cid:${id}`);
  }
}

/** Returns the places of a `cid:` URL in HTML; the part's header where the URL is written in another way. */
function findReferences(parsed: ParsedMail, entity: Entity, id: string): ByteRange[] {
  const text = parsed.decodedBytes(entity).toString("latin1");
  const url = Buffer.from(id).toString("latin1");
  const ranges: ByteRange[] = [];
  for (let at = text.indexOf(url); at >= 0 && ranges.length < MAX_PLACES; at = text.indexOf(url, at + url.length)) {
    if (/cid:$/i.test(text.slice(Math.max(0, at - 4), at))) ranges.push({ start: at - 4, end: at + url.length });
    if (url === "") break;
  }
  return ranges.length === 0 ? [headerRangeOf(entity)] : ranges.map(createByteLocator(parsed, entity));
}

/** Maximum number of places of one URL. */
const MAX_PLACES = 100;

/** Lists the multipart/related entities that contain an entity. */
function listRelated(entity: Entity): Entity[] {
  const related: Entity[] = [];
  for (let at = entity.parent; at !== null; at = at.parent)
    if (at.contentType.value === "multipart/related") related.push(at);
  return related;
}
