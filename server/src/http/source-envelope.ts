import { scanHeaderBlock } from "../mail/header-block.ts";
import { readFieldAddresses } from "../mail/header-fields.ts";

/** The addresses of an envelope. */
export interface SourceEnvelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Makes an envelope of the header of a source, as `sendmail -t` does. */
export function readSourceEnvelope(source: Buffer): SourceEnvelope {
  const block = scanHeaderBlock(source, 0);
  const addressesOf = (key: string) => readFieldAddresses(source, block, key).map(({ address }) => address);
  return { from: addressesOf("from")[0] ?? "", to: [...new Set(["to", "cc", "bcc"].flatMap(addressesOf))] };
}

/** Bytes of a header that is read on the main thread. */
const MAX_DIRECT_HEADER_BYTES = 16 * 1024;

/** Whether the header of a source is short enough to be read on the main thread. */
export function hasShortHeader(source: Buffer): boolean {
  if (source.length <= MAX_DIRECT_HEADER_BYTES) return true;
  return scanHeaderBlock(source.subarray(0, MAX_DIRECT_HEADER_BYTES), 0).endedBy !== "end of source";
}
