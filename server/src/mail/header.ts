import type { Address, HeaderField } from "@mailglass/shared";
import { parseAddresses } from "./addresses.ts";
import { decodeWords, fieldText, oneLine } from "./encoded-words.ts";
import { type Field, type HeaderBlock, scanHeaderBlock, valueBytes } from "./header-block.ts";
import { type Mail, view } from "./mail.ts";

/** Bytes of one field that are shown; the source shows all of it. */
const MAX_VALUE = 64 * 1024;
/** Bytes of one field that are read for addresses: 10,000 recipients fit. */
const MAX_ADDRESS_VALUE = 1024 * 1024;
export const MAX_ADDRESSES = 20_000;

/** The message's own header block. */
export const headerBlock: (mail: Mail) => HeaderBlock = view((mail) => scanHeaderBlock(mail.raw(), 0));

/** The header fields in the order of the source, decoded. A field over 64 KiB is cut there. */
export const headerFields: (mail: Mail) => readonly HeaderField[] = view((mail) => {
  const raw = mail.raw();
  return headerBlock(mail).fields.map((field) => readField(raw, field));
});

/** A field of a source, decoded. One over 64 KiB is cut there. */
export function readField(raw: Buffer, field: Field): HeaderField {
  const bytes = valueBytes(raw, field, MAX_VALUE);
  return {
    name: field.name,
    value: decodeWords(fieldText(bytes)),
    raw: bytes.toString("utf8"),
    start: field.start,
    end: field.end,
  };
}

/** The first field of this name (lower case). */
export function findField(block: HeaderBlock, key: string): Field | undefined {
  return block.fields.find((field) => field.key === key);
}

/** The first field of this name as text, unfolded and not decoded; undefined where there is none. */
export function textOf(raw: Buffer, block: HeaderBlock, key: string): string | undefined {
  const field = findField(block, key);
  return field && fieldText(valueBytes(raw, field, MAX_VALUE));
}

/** The first field of this name, decoded, on one line; empty where there is none. */
export function decodedTextOf(raw: Buffer, block: HeaderBlock, key: string): string {
  return oneLine(decodeWords(textOf(raw, block, key) ?? ""));
}

/**
 * The addresses of all fields of this name (lower case).
 *
 * @param length UTF-16 code units of a name or address, as written, that are read
 */
export function addressesOf(
  raw: Buffer,
  block: HeaderBlock,
  key: string,
  limit: number = MAX_ADDRESSES,
  length: number = Number.POSITIVE_INFINITY,
): Address[] {
  const found: Address[] = [];
  for (const field of block.fields) {
    if (field.key !== key || found.length >= limit) continue;
    found.push(...parseAddresses(fieldText(valueBytes(raw, field, MAX_ADDRESS_VALUE)), limit - found.length, length));
  }
  return found;
}

/** The values of all fields of this name (lower case), decoded. */
export function decodedValues(raw: Buffer, key: string): string[] {
  return scanHeaderBlock(raw, 0)
    .fields.filter((field) => field.key === key)
    .map((field) => oneLine(decodeWords(fieldText(valueBytes(raw, field, MAX_VALUE)))));
}
