import { scanMessageHeader } from "./entity-header.ts";
import type { FieldRange, HeaderBlock } from "./header-block.ts";
import { findField, readDecodedField, readFieldAddresses, readFieldText } from "./header-fields.ts";
import { getLibmime } from "./libmime.ts";
import type { Range } from "./remove-fields.ts";

/** What the operator wants changed in mail that is released. */
export interface ReleaseEdits {
  /** Put before the subject, so that recipients recognise released mail; null for none. */
  readonly subjectPrefix: string | null;
  /** Replaces the address in From; the original one is kept in X-Original-From. Null keeps From. */
  readonly headerFrom: string | null;
}

/** A range of the source that stays, or a field that is added. */
type Piece = Range | string;

/** Returns a message without its Bcc fields and with these edits, in pieces. */
export function editForRelease(raw: Buffer, edits: ReleaseEdits): Piece[] {
  const block = scanMessageHeader(raw);
  const replaced = new Map<FieldRange, string>();
  const added: string[] = [];
  for (const { key, text } of createFields(raw, block, edits)) {
    const field = findField(block, key);
    if (field === undefined) added.push(text);
    else replaced.set(field, text);
  }
  const pieces: Piece[] = [];
  let at = 0;
  for (const field of block.fields) {
    const text = replaced.get(field);
    if (text === undefined && field.key !== "bcc") continue;
    pieces.push({ start: at, end: field.start }, text ?? "");
    at = field.end;
  }
  return [added.join(""), ...pieces, { start: at, end: raw.length }];
}

function createFields(raw: Buffer, block: HeaderBlock, { subjectPrefix, headerFrom }: ReleaseEdits) {
  const fields: { key: string; text: string }[] = [];
  if (subjectPrefix !== null)
    fields.push({
      key: "subject",
      text: formatField("Subject", `${subjectPrefix} ${readDecodedField(raw, block, "subject")}`.trim()),
    });
  if (headerFrom !== null) fields.push({ key: "from", text: formatFrom(raw, block, headerFrom) });
  return fields;
}

function formatFrom(raw: Buffer, block: HeaderBlock, address: string): string {
  const original = readFieldText(raw, block, "from");
  if (original === undefined) return `From: ${address}\r\n`;
  const [author] = readFieldAddresses(raw, block, "from", 1);
  const name = author === undefined || author.name === "" ? "" : `${formatName(author.name)} `;
  const kept = author?.address || original;
  return `${fold(`From: ${name}<${address}>`)}\r\n${formatField("X-Original-From", kept)}`;
}

/** A quoted string (RFC 5322 §3.2.4), or encoded words if it is not ASCII. */
function formatName(name: string): string {
  return /^[ -~]*$/.test(name) ? `"${name.replace(/[\\"]/g, "\\$&")}"` : getLibmime().encodeWords(name, "Q", 52);
}

const formatField = (name: string, text: string) =>
  `${fold(`${name}: ${getLibmime().encodeWords(text, "Q", 52)}`)}\r\n`;

const fold = (field: string) => getLibmime().foldLines(field, 76);
