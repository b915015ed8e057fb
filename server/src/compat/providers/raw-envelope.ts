import { scanMessageHeader } from "../../mail/entity-header.ts";
import { readFieldAddresses } from "../../mail/header-fields.ts";

/** Reads the envelope of a source from its header, for requests that name no recipients. */
export function readRawEnvelope(source: Buffer): { readonly from: string; readonly to: readonly string[] } {
  const block = scanMessageHeader(source);
  const addressesOf = (key: string) => readFieldAddresses(source, block, key).map(({ address }) => address);
  return { from: addressesOf("from")[0] ?? "", to: [...new Set(["to", "cc", "bcc"].flatMap(addressesOf))] };
}
