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
  for (const field of header.fields) {
    const near = field.key.startsWith("content-") ? findNearField(field.key) : undefined;
    if (near === undefined) continue;
    found.add("field-unknown-near", rangeOf(entity, field), `${field.name}, probably ${near}`, `Write ${near}`);
  }
}
