import type { ReportField } from "@mailglass/shared";
import { truncateText } from "../../../base/truncate-text.ts";
import { toOneLine } from "../../encoded-words.ts";
import { type HeaderBlock, scanHeaderBlock } from "../../header-block.ts";
import { readField } from "../../header-fields.ts";
import { nextLineStart } from "../../header-line.ts";

/** Maximum bytes of a report that are read, and of its groups. */
const MAX_REPORT_BYTES = 256 * 1024;
const MAX_GROUPS = 2_000;
/** Maximum number of fields of one group that are listed. */
const MAX_FIELDS = 100;

/** A group of fields between blank lines. */
export type FieldGroup = readonly ReportField[];

/** Reads the groups of fields of a report (RFC 3464 §2.1): the first concerns the whole message, the others one recipient each. */
export function readFieldGroups(body: Buffer): FieldGroup[] {
  const bytes = body.subarray(0, MAX_REPORT_BYTES);
  const groups: FieldGroup[] = [];
  for (let at = 0; at < bytes.length && groups.length < MAX_GROUPS; ) {
    const block = scanHeaderBlock(bytes, at);
    const fields = listBlockFields(bytes, block);
    if (fields.length > 0) groups.push(fields);
    // A line that is no field ends a block and begins the next one: skip it.
    at = block.endedBy === "line" ? nextLineStart(bytes, block.bodyStart, bytes.length) : block.bodyStart;
  }
  return groups;
}

/** Lists the fields of a header block, decoded, each on one line of bounded length. */
export function listBlockFields(bytes: Buffer, block: HeaderBlock): FieldGroup {
  return block.fields.slice(0, MAX_FIELDS).map((field) => {
    const { name, value } = readField(bytes, field);
    return { name, value: truncateText(toOneLine(value)) };
  });
}

/** Returns the value of a field without its type: `rfc822; ann@example.com` is `ann@example.com` (RFC 3464 §2.1.2). */
export function findTypedValue(group: FieldGroup, name: string): string | null {
  const value = findValue(group, name);
  return value === null ? null : value.replace(/^[\w.+-]+\s*;\s*/, "");
}

/** Returns the value of the first field with this name (lower case). */
export function findValue(group: FieldGroup, name: string): string | null {
  return group.find((field) => field.name.toLowerCase() === name)?.value ?? null;
}
