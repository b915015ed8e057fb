import { CR, LF } from "../ascii.ts";
import { type FieldRange, scanHeaderBlock } from "../header-block.ts";
import { type Entity, isMessage } from "../mime-entity.ts";
import { startsWithDashes } from "../open-multiparts.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import { isMissingField, isSingleField } from "./single-fields.ts";

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

/** Maximum number of blocks of fields that are examined: several lines may be blank. */
const MAX_BLOCKS = 3;

/** A forwarded or quoted message also begins like a header, but then the outer message has most of these fields itself. */
function lintFieldsInBody(raw: Buffer, { header }: Entity, found: FindingList): void {
  const { endedBy, fields, bodyStart } = header;
  if (endedBy !== "blank line") return;
  const stop = Math.min(raw.length, bodyStart + MAX_SEARCH_BYTES);
  // The delimiter of a multipart may have a colon, and look like a field.
  const isEnd = (line: number) => startsWithDashes(raw, line);
  let start = bodyStart;
  for (let count = 0; count < MAX_BLOCKS; count++) {
    while (start < stop && (raw[start] === CR || raw[start] === LF)) start++;
    const block = scanHeaderBlock(raw, start, stop, isEnd);
    if (block.fields.length <= block.strayLines.length) return;
    const lost = block.fields.filter(({ key }) => isMissingField(key, fields));
    const repeated = block.fields.filter(({ key }) => isSingleField(key)).length - lost.length;
    if (lost.length > repeated && lost.some(({ key }) => EXPECTED_FIELD.test(key))) {
      found.add("fields-in-body", { start, end: block.end }, lost.map(({ name }) => name).join(", "));
      return;
    }
    if (block.endedBy !== "blank line") return;
    start = block.bodyStart;
  }
}

/** Fields that most messages have. Others are common words, as in a list of references. */
const EXPECTED_FIELD = /^(?:from|to|subject|date|message-id|mime-version|content-.*)$/;

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
