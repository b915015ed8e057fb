import { isAscii, isUtf8 } from "node:buffer";
import type { FieldRange } from "../header-block.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { isEnclosed, rangeOf } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks the header of the message and of its parts for bytes above 127. */
export function lintEightBitHeaders({ envelope, tree }: ParsedMail, found: FindingList): void {
  const isUtf8Allowed = envelope.from.parameters.some(({ keyword }) => keyword.toUpperCase() === "SMTPUTF8");
  for (const entity of tree.entities) {
    if (isAscii(entity.source.subarray(entity.start, entity.header.end)) || isEnclosed(entity)) continue;
    for (const field of entity.header.fields) lintField(entity, field, isUtf8Allowed, found);
  }
}

const PARAMETER_FIELD = /^content-(?:type|disposition)$/;

function lintField(entity: Entity, field: FieldRange, isUtf8Allowed: boolean, found: FindingList): void {
  const bytes = entity.source.subarray(field.start, field.end);
  if (isAscii(bytes) || (isUtf8Allowed && isUtf8(bytes))) return;
  const range = rangeOf(entity, field);
  if (PARAMETER_FIELD.test(field.key)) {
    const value = entity.source.subarray(field.valueStart, field.valueEnd);
    found.add("eight-bit-parameter", range, value.toString(isUtf8(value) ? "utf8" : "latin1").trim());
  } else {
    found.add(isUtf8(bytes) ? "eight-bit-header" : "header-not-utf8", range, field.name);
  }
}
