import { isAddress } from "../address-spec.ts";
import { CR, LF } from "../ascii.ts";
import { toComparableAddress } from "../compare-addresses.ts";
import { decodeFieldValue } from "../decode-field-value.ts";
import { type FieldRange, MAX_FIELD_VALUE_BYTES, scanHeaderBlock } from "../header-block.ts";
import { findField } from "../header-fields.ts";
import { isComposite } from "../mime-entity.ts";
import { parseAddressList } from "../parse-addresses.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import { isMissingField, isSingleField } from "./single-fields.ts";

/*
 * Theory of operation: text that a user supplied, such as a subject from a form, was written into the header with a line break
 * in it. What follows the line break is read as header fields, or after two of them as the body. The source does not say so,
 * but traces may be left:
 *
 * - the line break is LF or CR alone, while all other lines of the header end with CR LF;
 * - a Bcc or a Cc, or another To, follows the subject, and the program does not know of it: its recipients are not in the
 *   envelope;
 * - two fields in a row that a header has once are in it a second time, with other values;
 * - the rest of the header follows text of the body.
 */

/** Fields with text that users supply. */
const USER_TEXT_FIELDS = new Set(["subject", "from", "to", "reply-to"]);

/** Checks for header fields that were probably injected. */
export function lintInjectedFields(parsed: ParsedMail, found: FindingList): void {
  const { fields } = parsed.header;
  const repeated = findRepeatedKeys(parsed);
  for (const [index, field] of fields.entries()) {
    const previous = fields[index - 1];
    if (previous === undefined || !USER_TEXT_FIELDS.has(previous.key)) continue;
    if (isInjected(parsed, previous, field) || beginsSecondHeader(fields, index, repeated))
      found.add("header-injection", field, `${field.name} after ${previous.name}`);
  }
  lintBareCr(parsed, found);
  lintRestOfHeader(parsed, found);
}

function isInjected(parsed: ParsedMail, previous: FieldRange, field: FieldRange): boolean {
  if (hasOddLineEnd(parsed, previous)) return true;
  if (!/^(?:bcc|cc|to)$/.test(field.key)) return false;
  // The address that a visitor gives is often the one to reply to.
  const isVisitorsAddress = previous.key === "reply-to" && field.key === "bcc";
  if (!isVisitorsAddress && !mayBeCut(parsed, previous)) return false;
  const isTwice = parsed.header.fields.some((other) => other !== field && other.key === field.key);
  return (
    (isTwice || field.key === "bcc" || isCopyAfterSubject(parsed, previous, field)) &&
    hasUnknownRecipients(parsed, field)
  );
}

/**
 * Whether a Cc follows the subject of a message to To alone. Programs write it next to To, or give its addresses to the server. A
 * message that other servers have handled is sent again by somebody who does not know of the injection.
 */
function isCopyAfterSubject(parsed: ParsedMail, previous: FieldRange, field: FieldRange): boolean {
  if (field.key !== "cc" || previous.key !== "subject") return false;
  const { header } = parsed;
  const to = findField(header, "to");
  if (to === undefined || to.start > previous.start || findField(header, "received") !== undefined) return false;
  return parsed.addresses("to").length > 0 && !hasUnknownRecipients(parsed, to);
}

/** Returns the names of the fields that a header has once, and this one several times with different values. */
function findRepeatedKeys({ raw, header: { fields } }: ParsedMail): ReadonlySet<string> {
  const first = new Map<string, FieldRange>();
  const repeated = new Set<string>();
  const valueOf = ({ valueStart, valueEnd }: FieldRange) => raw.toString("latin1", valueStart, valueEnd).trim();
  for (const field of fields) {
    if (!isSingleField(field.key)) continue;
    const earlier = first.get(field.key);
    if (earlier === undefined) first.set(field.key, field);
    // There is only one MIME version.
    else if (field.key === "mime-version" || valueOf(earlier) !== valueOf(field)) repeated.add(field.key);
  }
  return repeated;
}

/** Whether this field and the next are in the header a second time, with other values. Two headers that were joined repeat Date, too. */
function beginsSecondHeader(fields: readonly FieldRange[], index: number, repeated: ReadonlySet<string>): boolean {
  const keys = new Set(fields.slice(index - 1, index + 2).map(({ key }) => key));
  if (keys.size < 3 || keys.has("date") || keys.has("message-id")) return false;
  return fields.slice(index, index + 2).every(({ key }) => repeated.has(key));
}

/** Whether the rest of a field may follow a line break: a subject can end anywhere, other fields end with an address. */
function mayBeCut(parsed: ParsedMail, field: FieldRange): boolean {
  return field.key === "subject" || !decodeFieldValue(parsed.raw, field, MAX_FIELD_VALUE_BYTES).includes("@");
}

/** Whether this field is the only one in the header that ends with LF alone. */
function hasOddLineEnd({ raw, header }: ParsedMail, field: FieldRange): boolean {
  if (header.fields.length < 3 || !endsWithBareLf(raw, field)) return false;
  return header.fields.filter((one) => endsWithBareLf(raw, one)).length === 1;
}

function endsWithBareLf(raw: Buffer, { end }: FieldRange): boolean {
  return raw[end - 1] === LF && raw[end - 2] !== CR;
}

/** Whether a field has addresses, and none of them is in the envelope. */
function hasUnknownRecipients({ raw, envelope }: ParsedMail, field: FieldRange): boolean {
  const recipients = new Set(envelope.to.map(({ address }) => toComparableAddress(address)));
  const addresses = parseAddressList(decodeFieldValue(raw, field, MAX_FIELD_VALUE_BYTES), MAX_ADDRESSES)
    .map(({ address }) => toComparableAddress(address.address))
    .filter(isAddress);
  return addresses.length > 0 && addresses.every((address) => !recipients.has(address));
}

/** Maximum number of addresses of a field that are compared. */
const MAX_ADDRESSES = 100;

/** A CR that ends no line, and what looks like a field after it. */
function lintBareCr({ raw, header }: ParsedMail, found: FindingList): void {
  for (const { key, name, valueStart, valueEnd } of header.fields) {
    if (!USER_TEXT_FIELDS.has(key)) continue;
    const at = raw.subarray(valueStart, valueEnd).indexOf(CR);
    if (at < 0 || raw[valueStart + at + 1] === LF) continue;
    const line = raw.toString("latin1", valueStart + at + 1, valueEnd);
    const [injected] = /^[A-Za-z][\w-]+:.*/.exec(line) ?? [];
    if (injected !== undefined)
      found.add("header-injection", { start: valueStart + at, end: valueEnd }, `${injected} after ${name}`);
  }
}

/** Maximum bytes of the body that are searched for the rest of the header. */
const MAX_SEARCH_BYTES = 16 * 1024;

/** Fields that programs write at the end of the header. */
const LAST_FIELDS = /^(?:from|to|date|message-id|mime-version|content-type|content-transfer-encoding):/gim;

/**
 * Header fields that continue after text of the body. None of them is in the header, apart from a Content-Type that was injected,
 * too: a message that is quoted or returned repeats others.
 */
function lintRestOfHeader({ raw, header, tree }: ParsedMail, found: FindingList): void {
  const { fields, endedBy, bodyStart } = header;
  const mayBeCut = ["from", "date", "message-id", "mime-version"].some((key) => isMissingField(key, fields));
  if (!mayBeCut || endedBy !== "blank line" || isComposite(tree.root)) return;
  const stop = Math.min(raw.length, bodyStart + MAX_SEARCH_BYTES);
  const text = raw.toString("latin1", bodyStart, stop);
  const match = Array.from(text.matchAll(LAST_FIELDS)).find(({ index }) => /\S/.test(text.slice(0, index)));
  if (match === undefined) return;
  const start = bodyStart + match.index;
  // Text that begins with a field has another finding.
  if (scanHeaderBlock(raw, bodyStart, stop).fields.length > 0) return;
  const block = scanHeaderBlock(raw, start, stop);
  const single = block.fields.filter(({ key }) => isSingleField(key));
  const repeated = single.filter(({ key }) => !isMissingField(key, fields));
  if (single.length - repeated.length < 2 || repeated.some(({ key }) => !key.startsWith("content-"))) return;
  found.add("header-injection", { start, end: block.end }, `${single.map(({ name }) => name).join(", ")} after text`);
}
