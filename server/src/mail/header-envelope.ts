import { scanMessageHeader } from "./entity-header.ts";
import type { HeaderBlock } from "./header-block.ts";
import { readFieldAddresses } from "./header-fields.ts";

/** The addresses of an envelope. */
export interface HeaderEnvelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Makes an envelope of the header of a source, as `sendmail -t` does. Names without an address are left out. */
export function readHeaderEnvelope(source: Buffer, block: HeaderBlock = scanMessageHeader(source)): HeaderEnvelope {
  const addressesOf = (key: string) => readFieldAddresses(source, block, key).flatMap(({ address }) => address || []);
  return { from: addressesOf("from")[0] ?? "", to: [...new Set(["to", "cc", "bcc"].flatMap(addressesOf))] };
}

/** Bytes of a header that is read on the main thread. */
const MAX_DIRECT_HEADER_BYTES = 16 * 1024;

/** Whether the header of a source is short enough to be read on the main thread. */
export function hasShortHeader(source: Buffer): boolean {
  if (source.length <= MAX_DIRECT_HEADER_BYTES) return true;
  return scanMessageHeader(source.subarray(0, MAX_DIRECT_HEADER_BYTES)).endedBy !== "end of source";
}
