import { isUtf8 } from "node:buffer";
import { isAddress } from "../address-spec.ts";
import { toComparableAddress } from "../compare-addresses.ts";
import { isKnownCharset } from "../decode-charset.ts";
import { decodeQEncoding } from "../decode-transfer.ts";
import { decodeFieldBytes } from "../encoded-words.ts";
import { type FieldRange, valueBytes } from "../header-block.ts";
import { findField, MAX_ADDRESSES, readFieldText } from "../header-fields.ts";
import { parseDate } from "../parse-date.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";

/** Maximum bytes of a field that are searched for encoded words. */
const MAX_VALUE_BYTES = 64 * 1024;

/** Checks the values of the header fields, and compares them with the envelope. */
export function lintFields(read: ParsedMail, found: FindingList): void {
  if (read.header.fields.length === 0) return;
  lintDate(read, found);
  lintIdAndSubject(read, found);
  for (const key of ["from", "sender", "reply-to", "to", "cc"]) lintAddresses(read, key, found);
  lintEnvelope(read, found);
  for (const field of read.header.fields) lintEncodedWords(read.raw, field, found);
}

function lintDate({ raw, header }: ParsedMail, found: FindingList): void {
  const field = findField(header, "date");
  if (field === undefined) {
    found.add("date-missing");
    return;
  }
  const written = readFieldText(raw, header, "date") ?? "";
  const parsed = parseDate(written);
  if (parsed === undefined) {
    found.add("date-unreadable", field, written);
    return;
  }
  const { date, form, unknownZone } = parsed;
  if (unknownZone !== undefined)
    found.add("date-zone-unknown", field, `${unknownZone || "no zone"}, read as ${date.toISOString()}`);
  if (form === "malformed") found.add("date-malformed", field, `${written}, read as ${date.toISOString()}`);
  else if (form === "obsolete" && unknownZone === undefined) found.add("date-obsolete", field, written);
}

function lintIdAndSubject({ raw, header }: ParsedMail, found: FindingList): void {
  const id = findField(header, "message-id");
  if (id === undefined) found.add("message-id-missing");
  else if (!/^<[^\s<>@]+@[^\s<>]+>$/.test(decodeFieldBytes(valueBytes(raw, id, 2_000))))
    found.add("message-id-malformed", id);
  const subject = findField(header, "subject");
  if (subject === undefined || decodeFieldBytes(valueBytes(raw, subject, 200)) === "")
    found.add("subject-empty", subject);
}

function lintAddresses(read: ParsedMail, key: string, found: FindingList): void {
  const field = findField(read.header, key);
  if (field === undefined) {
    if (key === "from") found.add("from-missing");
    return;
  }
  const addresses = read.parsedAddresses(key);
  for (const { address: one, form } of addresses) {
    const seen = one.address || one.name;
    if (!isAddress(one.address)) found.add("address-malformed", field, seen);
    else if (form === "malformed") found.add("address-guessed", field, `read as ${one.name} <${one.address}>`);
    else if (form === "obsolete") found.add("address-obsolete", field, seen);
  }
  if (key !== "from") return;
  if (addresses.length === 0) found.add("address-malformed", field, "From is empty");
  if (addresses.length > 1 && findField(read.header, "sender") === undefined) found.add("sender-missing", field);
}

function lintEnvelope(read: ParsedMail, found: FindingList): void {
  const bcc = findField(read.header, "bcc");
  if (bcc !== undefined) found.add("bcc-in-header", bcc);
  const sender = toComparableAddress(read.envelope.from.address);
  const from = findField(read.header, "from");
  const authors = read.addresses("from").map(({ address }) => toComparableAddress(address));
  if (from !== undefined && sender !== "" && authors.length > 0 && !authors.includes(sender)) {
    found.add("from-differs", from, `From is ${authors[0]}, the envelope's sender ${sender}`);
  }
  const lists = ["to", "cc", "bcc"].map((key) => read.addresses(key));
  // A truncated list does not show which recipients are missing.
  if (lists.some(({ length }) => length >= MAX_ADDRESSES)) return;
  const named = new Set(lists.flat().map(({ address }) => toComparableAddress(address)));
  const sentTo = new Set(read.envelope.to.map(({ address }) => toComparableAddress(address)));
  for (const { address } of read.envelope.to) {
    if (!named.has(toComparableAddress(address))) found.add("recipient-not-in-header", undefined, address);
  }
  if (sentTo.size === 0) return;
  for (const key of ["to", "cc"]) {
    for (const { address } of read.addresses(key)) {
      const isLost = address.includes("@") && !sentTo.has(toComparableAddress(address));
      if (isLost) found.add("recipient-not-in-envelope", findField(read.header, key), address);
    }
  }
}

/** Matches =?charset?B?text?= (RFC 2047 §2), and invalid texts that look like it. */
const ENCODED_WORD = /=\?([^?\s]{1,60})\?([^?\s])\?([^?]*)\?=/g;

function lintEncodedWords(raw: Buffer, field: FieldRange, found: FindingList): void {
  const value = valueBytes(raw, field, MAX_VALUE_BYTES);
  if (!value.includes("=?")) return;
  for (const match of value.toString("latin1").matchAll(ENCODED_WORD)) {
    const [word, charset = "", encoding = "", text = ""] = match;
    const start = field.valueStart + match.index;
    const where = { start, end: start + word.length };
    if (!isDecodableWord(charset.replace(/\*.*/, ""), encoding, text)) found.add("encoded-word-broken", where, word);
    else if (word.length > 75) found.add("encoded-word-too-long", where, `${word.length} characters`);
  }
}

function isDecodableWord(charset: string, encoding: string, text: string): boolean {
  // Blanks and raw bytes above 127 must be encoded.
  if (!isKnownCharset(charset) || /[^!-~]/.test(text)) return false;
  switch (encoding.toUpperCase()) {
    case "B":
      return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && (!isUtf8Name(charset) || isUtf8(Buffer.from(text, "base64")));
    case "Q":
      return !/=(?![0-9A-Fa-f]{2})/.test(text) && (!isUtf8Name(charset) || isUtf8(decodeQEncoding(text)));
    default:
      return false;
  }
}

function isUtf8Name(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}
