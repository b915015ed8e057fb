import type { Address, HeaderField } from "@mailglass/shared";
import { copyStart } from "../base/truncate-text.ts";
import { decodeFieldValue } from "./decode-field-value.ts";
import { decodeEncodedWords, toOneLine } from "./encoded-words.ts";
import { scanMessageHeader } from "./entity-header.ts";
import { type FieldRange, type HeaderBlock, MAX_FIELD_VALUE_BYTES, valueBytes } from "./header-block.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type ParsedAddress, parseAddressList } from "./parse-addresses.ts";

/** Maximum bytes of all fields of one name that are read for addresses: enough for 10,000 recipients. */
const MAX_ADDRESS_VALUE_BYTES = 1024 * 1024;
export const MAX_ADDRESSES = 20_000;

/** Bytes of encoded words that may stand for one UTF-16 code unit: a word of 75 characters has at least five in practice. */
const BYTES_PER_DECODED_UNIT = 16;

/** The message's own header block. */
export const readHeaderBlock: (mail: Mail) => HeaderBlock = cacheView((mail) => scanMessageHeader(mail.raw()));

/** Returns the header fields in the order of the source, decoded. A field is truncated at 64 KiB. */
export const readHeaderFields: (mail: Mail) => readonly HeaderField[] = cacheView((mail) => {
  const raw = mail.raw();
  return readHeaderBlock(mail).fields.map((field) => readField(raw, field));
});

/** Returns a field of a source, decoded, truncated at 64 KiB. */
export function readField(raw: Buffer, field: FieldRange): HeaderField {
  const bytes = valueBytes(raw, field, MAX_FIELD_VALUE_BYTES);
  return {
    name: field.name,
    value: decodeEncodedWords(decodeFieldValue(raw, field, MAX_FIELD_VALUE_BYTES)),
    raw: bytes.toString("utf8"),
    start: field.start,
    end: field.end,
  };
}

/** Returns the first field of this name (lower case). */
export function findField(block: HeaderBlock, key: string): FieldRange | undefined {
  return block.fields.find((field) => field.key === key);
}

/** Returns the first field of this name (lower case) as text, unfolded and not decoded; undefined if there is none. */
export function readFieldText(raw: Buffer, block: HeaderBlock, key: string): string | undefined {
  const field = findField(block, key);
  return field && decodeFieldValue(raw, field, MAX_FIELD_VALUE_BYTES);
}

/** Returns the first field of this name (lower case), decoded, on one line; empty if there is none. */
export function readDecodedField(raw: Buffer, block: HeaderBlock, key: string): string {
  return toOneLine(decodeEncodedWords(readFieldText(raw, block, key) ?? ""));
}

/**
 * Returns the first `length` UTF-16 code units of the first field of this name (lower case), decoded, on one line; empty if there is
 * none. The field is read only as far as that is likely to need.
 */
export function readDecodedStart(raw: Buffer, block: HeaderBlock, key: string, length: number): string {
  const field = findField(block, key);
  if (field === undefined) return "";
  const text = decodeFieldValue(raw, field, length * BYTES_PER_DECODED_UNIT);
  return copyStart(toOneLine(decodeEncodedWords(text)), length);
}

/**
 * Returns the addresses of all fields of this name (lower case), and how each deviates from its grammar.
 *
 * @param length maximum length of a name or address as written, in UTF-16 code units; the rest is not read
 */
export function parseFieldAddresses(
  raw: Buffer,
  block: HeaderBlock,
  key: string,
  limit: number = MAX_ADDRESSES,
  length: number = Number.POSITIVE_INFINITY,
): ParsedAddress[] {
  const found: ParsedAddress[] = [];
  let left = MAX_ADDRESS_VALUE_BYTES;
  for (const field of block.fields) {
    if (field.key !== key || found.length >= limit || left <= 0) continue;
    for (const one of parseAddressList(decodeFieldValue(raw, field, left), limit - found.length, length))
      found.push(one);
    left -= field.valueEnd - field.valueStart;
  }
  return found;
}

/** Returns the addresses of all fields of this name (lower case), at most `limit` of them. */
export function readFieldAddresses(raw: Buffer, block: HeaderBlock, key: string, limit?: number): Address[] {
  return parseFieldAddresses(raw, block, key, limit).map(({ address }) => address);
}

/** Returns the values of all fields of this name (lower case), decoded. */
export function readDecodedValues(raw: Buffer, block: HeaderBlock, key: string): string[] {
  return block.fields
    .filter((field) => field.key === key)
    .map((field) => toOneLine(decodeEncodedWords(decodeFieldValue(raw, field, MAX_FIELD_VALUE_BYTES))));
}
