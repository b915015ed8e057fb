import type { Address, HeaderField } from "@mailglass/shared";
import { decodeEncodedWords, decodeFieldBytes, toOneLine } from "./encoded-words.ts";
import { type FieldRange, type HeaderBlock, scanHeaderBlock, valueBytes } from "./header-block.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type ParsedAddress, parseAddressList } from "./parse-addresses.ts";

/** Bytes of one field that are shown; the source shows all of it. */
const MAX_VALUE_BYTES = 64 * 1024;
/** Bytes of all fields of one name that are read for addresses: 10,000 recipients fit. */
const MAX_ADDRESS_VALUE_BYTES = 1024 * 1024;
export const MAX_ADDRESSES = 20_000;

/** The message's own header block. */
export const readHeaderBlock: (mail: Mail) => HeaderBlock = cacheView((mail) => scanHeaderBlock(mail.raw(), 0));

/** The header fields in the order of the source, decoded. A field over 64 KiB is cut there. */
export const readHeaderFields: (mail: Mail) => readonly HeaderField[] = cacheView((mail) => {
  const raw = mail.raw();
  return readHeaderBlock(mail).fields.map((field) => readField(raw, field));
});

/** A field of a source, decoded. One over 64 KiB is cut there. */
export function readField(raw: Buffer, field: FieldRange): HeaderField {
  const bytes = valueBytes(raw, field, MAX_VALUE_BYTES);
  return {
    name: field.name,
    value: decodeEncodedWords(decodeValue(raw, field, MAX_VALUE_BYTES)),
    raw: bytes.toString("utf8"),
    start: field.start,
    end: field.end,
  };
}

/** The first field of this name (lower case). */
export function findField(block: HeaderBlock, key: string): FieldRange | undefined {
  return block.fields.find((field) => field.key === key);
}

/** The first field of this name as text, unfolded and not decoded; undefined where there is none. */
export function readFieldText(raw: Buffer, block: HeaderBlock, key: string): string | undefined {
  const field = findField(block, key);
  return field && decodeValue(raw, field, MAX_VALUE_BYTES);
}

/** The first field of this name, decoded, on one line; empty where there is none. */
export function readDecodedField(raw: Buffer, block: HeaderBlock, key: string): string {
  return toOneLine(decodeEncodedWords(readFieldText(raw, block, key) ?? ""));
}

/**
 * The addresses of all fields of this name (lower case), and how each deviates from its grammar.
 *
 * @param length UTF-16 code units of a name or address, as written, that are read
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
    for (const one of parseAddressList(decodeValue(raw, field, left), limit - found.length, length)) found.push(one);
    left -= field.valueEnd - field.valueStart;
  }
  return found;
}

/** The addresses of all fields of this name (lower case), at most `limit` of them. */
export function readFieldAddresses(raw: Buffer, block: HeaderBlock, key: string, limit?: number): Address[] {
  return parseFieldAddresses(raw, block, key, limit).map(({ address }) => address);
}

/** The values of all fields of this name (lower case), decoded. */
export function readDecodedValues(raw: Buffer, key: string): string[] {
  return scanHeaderBlock(raw, 0)
    .fields.filter((field) => field.key === key)
    .map((field) => toOneLine(decodeEncodedWords(decodeValue(raw, field, MAX_VALUE_BYTES))));
}

/** The value of a field as text, unfolded, with its encoded words as they are; at most `limit` bytes of it. */
export function decodeValue(raw: Buffer, field: FieldRange, limit: number): string {
  return decodeFieldBytes(valueBytes(raw, field, limit), () => findNamedCharset(raw, field));
}

/** Bytes behind a field in which a charset is looked for. */
const MAX_CHARSET_SEARCH_BYTES = 16 * 1024;

/**
 * The charset that the message names next after a field, or before it in the same header: what a header has in bytes above
 * 127 that are not UTF-8 is mostly in the charset of the body.
 */
function findNamedCharset(raw: Buffer, field: FieldRange): string | null {
  const around = [
    raw.subarray(field.end, field.end + MAX_CHARSET_SEARCH_BYTES),
    raw.subarray(Math.max(0, field.start - MAX_CHARSET_SEARCH_BYTES), field.end),
  ];
  for (const bytes of around) {
    const [, charset] = /charset\s*=\s*"?([^\s";]+)/i.exec(bytes.toString("latin1")) ?? [];
    if (charset !== undefined) return charset;
  }
  return null;
}
