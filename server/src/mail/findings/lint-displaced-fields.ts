import { CR, LF } from "../ascii.ts";
import { type FieldRange, scanHeaderBlock } from "../header-block.ts";
import { isMessage } from "../mime-entity.ts";
import { startsWithDashes } from "../open-multiparts.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import { isMissingField } from "./single-fields.ts";

/** Fields with lists of field names. Their folded lines look like fields. */
const FIELD_LIST_NAME = /signature|seal/;

/** Maximum bytes that are searched for misplaced fields. */
const MAX_SEARCH_BYTES = 64 * 1024;

/** Checks for header fields that are read as text, or as a part of another field. */
export function lintDisplacedFields({ raw, header, tree }: ParsedMail, found: FindingList): void {
  // An enclosed message begins with its own header.
  if (!isMessage(tree.root)) lintFieldsInBody(raw, tree.root, found);
  lintFoldedFields(raw, header.fields, found);
}

/** A forwarded or quoted message also begins like a header, but then the outer message has these fields itself. */
function lintFieldsInBody(raw: Buffer, { header }: ParsedMail["tree"]["root"], found: FindingList): void {
  const { endedBy, fields, bodyStart } = header;
  if (endedBy !== "blank line") return;
  let start = bodyStart;
  while (raw[start] === CR || raw[start] === LF) start++;
  // The delimiter of a multipart may have a colon, and look like a field.
  const isEnd = (line: number) => startsWithDashes(raw, line);
  const block = scanHeaderBlock(raw, start, Math.min(raw.length, start + MAX_SEARCH_BYTES), isEnd);
  const lost = block.fields.filter(({ key }) => isMissingField(key, fields));
  if (lost.length === 0 || block.strayLines.length >= block.fields.length) return;
  found.add("fields-in-body", { start, end: block.end }, lost.map(({ name }) => name).join(", "));
}

function lintFoldedFields(raw: Buffer, fields: readonly FieldRange[], found: FindingList): void {
  for (const { key, valueStart: value, valueEnd } of fields) {
    // Nearly every field is on one line.
    const fold = raw.indexOf(LF, value);
    if (fold < 0 || fold >= valueEnd || FIELD_LIST_NAME.test(key)) continue;
    const text = raw.toString("latin1", value, Math.min(valueEnd, value + MAX_SEARCH_BYTES));
    for (const match of text.matchAll(/\n[ \t]+([a-z-]+):.*/gi)) {
      const [line, name = ""] = match;
      if (!isMissingField(name.toLowerCase(), fields)) continue;
      found.add("field-folded-away", { start: value + match.index + 1, end: value + match.index + line.length }, name);
    }
  }
}
