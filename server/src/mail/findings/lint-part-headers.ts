import { CR, LF } from "../ascii.ts";
import { scanHeaderBlock } from "../header-block.ts";
import { findField } from "../header-fields.ts";
import { nextLineStart } from "../header-line.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { isEnclosed, rangeOf } from "./entity-ranges.ts";
import { findNearField } from "./field-names.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks the syntax of the headers of the parts (RFC 2045 §3), and the names of their fields. */
export function lintPartHeaders({ tree }: ParsedMail, found: FindingList): void {
  for (const entity of tree.entities) if (entity.parent !== null && !isEnclosed(entity)) lintPartHeader(entity, found);
}

function lintPartHeader(entity: Entity, found: FindingList): void {
  const { header, source, number, bodyStart, end } = entity;
  for (const line of header.strayLines) found.add("header-line-without-colon", rangeOf(entity, line), `part ${number}`);
  if (header.endedBy === "line" && bodyStart < end)
    found.add(
      "blank-line-missing",
      rangeOf(entity, { start: bodyStart, end: nextLineStart(source, bodyStart, source.length) }),
      `part ${number}`,
    );
  lintFieldsInPart(entity, found);
  const seen = new Set<string>();
  for (const field of header.fields) {
    if (!/^content-(?:type|transfer-encoding|disposition|id)$/.test(field.key)) continue;
    if (seen.has(field.key)) found.add("field-repeated", rangeOf(entity, field), `${field.name} in part ${number}`);
    seen.add(field.key);
  }
  for (const field of header.fields) {
    const near = field.key.startsWith("content-") ? findNearField(field.key) : undefined;
    if (near === undefined) continue;
    found.add("field-unknown-near", rangeOf(entity, field), `${field.name}, probably ${near}`, `Write ${near}`);
  }
}

/** Maximum bytes of a part that are searched for its fields. */
const MAX_SEARCH_BYTES = 4096;

/** Fields of a part after a blank line: they are text. Enclosed messages, and the parts of reports, begin with fields of their own. */
function lintFieldsInPart(entity: Entity, found: FindingList): void {
  const { header, source, bodyStart, end, contentType } = entity;
  if (header.endedBy !== "blank line" || !/^text\/(?:plain|html)$/.test(contentType.value)) return;
  const limit = Math.min(end, bodyStart + MAX_SEARCH_BYTES);
  let start = bodyStart;
  while (start < limit && (source[start] === CR || source[start] === LF)) start++;
  // Nearly every text begins with something else.
  if (source.toString("latin1", start, start + 8).toLowerCase() !== "content-") return;
  const block = scanHeaderBlock(source, start, limit);
  const lost = block.fields.filter(({ key }) => key.startsWith("content-") && findField(header, key) === undefined);
  if (lost.length === 0) return;
  const range = rangeOf(entity, { start, end: block.end });
  found.add("fields-in-body", range, `${lost.map(({ name }) => name).join(", ")} in part ${entity.number}`);
}
