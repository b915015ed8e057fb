import { isAddress } from "../address-spec.ts";
import { decodeEncodedWords, findEncodedWords } from "../encoded-words.ts";
import { type FieldRange, MAX_FIELD_VALUE_BYTES, valueBytes } from "../header-block.ts";
import { findField, readFieldText } from "../header-fields.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import { isEmptyValue } from "./lint-field-names.ts";

/** Checks the addresses of the authors and the recipients. */
export function lintAddresses(parsed: ParsedMail, found: FindingList): void {
  for (const key of ["from", "sender", "reply-to", "to", "cc"]) {
    const field = findField(parsed.header, key);
    if (field !== undefined) lintAddressField(parsed, key, field, found);
    else if (key === "from") found.add("from-missing");
  }
}

/** A dot at an end of the local part or the domain, or next to another one. */
const MISPLACED_DOT = /^[^"]*\.\.|^\.|^[^"]*\.@|@\.|\.$/;

function lintAddressField(parsed: ParsedMail, key: string, field: FieldRange, found: FindingList): void {
  const addresses = parsed.parsedAddresses(key);
  for (const one of parsed.header.fields) if (one.key === key) lintEncodedWords(parsed.raw, one, found);
  // An empty value has a finding of its own.
  if (key !== "from" && isEmptyValue(readFieldText(parsed.raw, parsed.header, key) ?? "")) return;
  for (const { address: one, form } of addresses) {
    const seen = one.address || one.name;
    if (!isAddress(one.address)) found.add("address-malformed", field, seen);
    else if (form === "malformed" || MISPLACED_DOT.test(one.address))
      found.add("address-guessed", field, `read as ${`${one.name} <${one.address}>`.trim()}`);
    else if (form === "obsolete") found.add("address-obsolete", field, seen);
  }
  if (key !== "from") return;
  if (addresses.length === 0) found.add("address-malformed", field, "From is empty");
  if (addresses.length < 2 || findField(parsed.header, "sender") !== undefined) return;
  found.add("sender-missing", field, "", undefined, findCauseOfAuthors(parsed));
}

/** Returns the code of the mistake that makes one author look like several; undefined if there are several. */
function findCauseOfAuthors(
  parsed: ParsedMail,
): "field-repeated" | "address-malformed" | "address-guessed" | undefined {
  if (parsed.header.fields.filter(({ key }) => key === "from").length > 1) return "field-repeated";
  const authors = parsed.parsedAddresses("from");
  if (authors.filter(({ address }) => isAddress(address.address)).length > 1) return undefined;
  return "address-malformed";
}

/** Encoded words are allowed in names, but neither in quotation marks nor in addresses (RFC 2047 §5). */
function lintEncodedWords(raw: Buffer, field: FieldRange, found: FindingList): void {
  const value = valueBytes(raw, field, MAX_FIELD_VALUE_BYTES);
  if (!value.includes("=?")) return;
  const text = value.toString("latin1");
  for (const { index, 0: match } of text.matchAll(/"(?:[^"\\]|\\.)*"|<[^<>]*>/gs)) {
    if (findEncodedWords(match).length === 0) continue;
    const start = field.valueStart + index;
    const code = match.startsWith("<") ? "encoded-word-in-address" : "encoded-word-in-quotes";
    found.add(code, { start, end: start + match.length }, match);
  }
  for (const word of findEncodedWords(text)) {
    const isLocalPart = text[word.end] === "@" || text[word.start - 1] === "@";
    // All of the address may be encoded: =?utf-8?Q?J=C3=BC_<j@example.com>?=
    const isWhole = !/[@<]/.test(text.slice(0, word.start) + text.slice(word.end)) && /\S@\S/.test(decode(word, text));
    if (!isLocalPart && !isWhole) continue;
    const [start, end] = [field.valueStart + word.start, field.valueStart + word.end];
    found.add("encoded-word-in-address", { start, end }, text.slice(word.start, word.end));
  }
}

function decode({ start, end }: { readonly start: number; readonly end: number }, text: string): string {
  return decodeEncodedWords(text.slice(start, end));
}
