import type { Envelope } from "@mailglass/shared";
import { decodeFieldValue } from "./decode-field-value.ts";
import { decodeEncodedWords } from "./encoded-words.ts";
import { scanMessageHeader } from "./entity-header.ts";
import type { FieldRange, HeaderBlock } from "./header-block.ts";
import { readFieldAddresses } from "./header-fields.ts";
import { cleanTag, MAX_TAGS, sortTags } from "./tag-names.ts";

/*
 * The tags that a message brings along: those of its X-Tags fields, and those of plus-addresses in the envelope and in From, To,
 * Cc and Bcc. `jo+signup+mobile@example.com` has the tags signup and mobile.
 *
 * They are read on the main thread when a message is first listed or searched, so the work is limited: to the first 32 KiB of
 * the source, to 100 fields, and to 1,000 candidates.
 */

/** Bytes at the start of a source in which tags are looked for. */
export const TAG_HEADER_BYTES = 32 * 1024;
const MAX_CANDIDATES = 1_000;
/** Maximum number of fields that are read: of X-Tags, and of those with plus-addresses. */
const MAX_FIELDS = 50;

const ADDRESS_FIELDS: ReadonlySet<string> = new Set(["from", "to", "cc", "bcc"]);

/**
 * Reads the tags that a message brings along, cleaned and sorted: at most 100.
 *
 * @param start the first `TAG_HEADER_BYTES` of the source, or more
 * @param block its header, if it was read already: at most as many bytes
 */
export function readOwnTags(
  start: Buffer,
  { to }: Pick<Envelope, "to">,
  block: HeaderBlock = scanMessageHeader(start),
): readonly string[] {
  const found: string[] = [];
  for (const field of block.fields.filter(({ key }) => key === "x-tags").slice(0, MAX_FIELDS)) {
    const value = decodeEncodedWords(decodeFieldValue(start, field, TAG_HEADER_BYTES));
    found.push(...value.split(",", MAX_CANDIDATES));
  }
  const fields = block.fields.filter((field) => ADDRESS_FIELDS.has(field.key) && hasPlus(start, field));
  for (const field of fields.slice(0, MAX_FIELDS)) {
    for (const { address } of readFieldAddresses(start, { ...block, fields: [field] }, field.key, MAX_CANDIDATES))
      addPlusTags(address, found);
  }
  for (const { address } of to) addPlusTags(address, found);
  if (found.length === 0) return NO_TAGS;
  const cleaned = found.slice(0, MAX_CANDIDATES).map(cleanTag);
  return sortTags(cleaned.filter((tag) => tag !== "")).slice(0, MAX_TAGS);
}

/** One list for all messages without tags. */
export const NO_TAGS: readonly string[] = [];

const PLUS = 43;

const hasPlus = (raw: Buffer, { valueStart, valueEnd }: FieldRange) =>
  raw.subarray(valueStart, valueEnd).includes(PLUS);

function addPlusTags(address: string, found: string[]): void {
  if (found.length >= MAX_CANDIDATES || !address.includes("+")) return;
  const local = address.slice(0, Math.max(0, address.lastIndexOf("@")));
  found.push(...local.split("+", MAX_TAGS + 1).slice(1));
}
