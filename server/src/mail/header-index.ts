import { isUtf8 } from "node:buffer";
import type { Address, Envelope } from "@mailglass/shared";
import { findOtherSpelling } from "./compare-addresses.ts";
import { scanMessageHeader } from "./entity-header.ts";
import { hasCheapFields } from "./estimate-work.ts";
import type { HeaderBlock } from "./header-block.ts";
import { parseFieldAddresses, readDecodedField } from "./header-fields.ts";
import { MAX_NAME, type ParsedMail } from "./parsed-mail.ts";
import { foldText } from "./search-index.ts";

/**
 * What searches need of the header and the envelope, folded like the search term. A list of addresses is one string with a line
 * end before and after each name and each address: `includes` finds a part of one, and with the line ends a whole one.
 */
export interface HeaderIndex {
  /** From and the reverse-path. */
  readonly from: string;
  /** To, Cc and the forward-paths. */
  readonly to: string;
  readonly cc: string;
  /** Bcc, and the forward-paths that neither To nor Cc names. */
  readonly bcc: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly messageId: string;
}

/** Bytes at the beginning of a source in which its header usually ends. */
export const HEADER_BYTES = 32 * 1024;

/** A header, and the envelope with it. A parsed mail is one: it reads each address once for all its views. */
export type HeaderReader = Pick<ParsedMail, "envelope" | "addresses" | "decodedField">;

/**
 * Reads the header at the beginning of a source, which takes a fraction of the time for the whole message.
 *
 * @param isWhole whether the source ends there
 * @returns undefined if what follows can change how the header is read, or if that takes long
 */
export function readHeaderOf(beginning: Buffer, isWhole: boolean): HeaderBlock | undefined {
  const header = scanMessageHeader(beginning);
  const block = beginning.subarray(0, header.bodyStart);
  return (isWhole || isCertain(header, block)) && hasCheapFields(block) ? header : undefined;
}

/**
 * Whether a header is read the same, whatever follows it. Blank lines precede a header, or end an empty one. Bytes that are not UTF-8 are
 * in a charset that the body may name.
 */
const isCertain = ({ endedBy, fields }: HeaderBlock, block: Buffer): boolean =>
  endedBy === "blank line" && fields.length > 0 && isUtf8(block);

export const createHeaderReader = (raw: Buffer, header: HeaderBlock, envelope: Envelope): HeaderReader => ({
  envelope,
  addresses: (key) => parseFieldAddresses(raw, header, key, undefined, MAX_NAME).map(({ address }) => address),
  decodedField: (key) => readDecodedField(raw, header, key),
});

export function createHeaderIndex(reader: HeaderReader): HeaderIndex {
  const { envelope } = reader;
  const addresses = (key: string) => indexAddresses(reader.addresses(key));
  const cc = addresses("cc");
  const toAndCc = addresses("to") + cc;
  const known = new Set(toAndCc.split("\n"));
  const hidden = envelope.to
    .map(({ address }) => foldText(address))
    .filter((recipient) => !known.has(recipient))
    .map(indexAddress)
    .join("");
  return {
    from: addresses("from") + indexAddress(envelope.from.address),
    to: toAndCc + hidden,
    cc,
    bcc: addresses("bcc") + hidden,
    replyTo: addresses("reply-to"),
    subject: foldText(reader.decodedField("subject")),
    messageId: foldText(reader.decodedField("message-id")),
  };
}

function indexAddresses(addresses: readonly Address[]): string {
  return addresses.map(({ name, address }) => `\n${foldText(name)}${indexAddress(address)}`).join("");
}

/** Returns an address, and its other spelling if its domain is internationalised. */
function indexAddress(address: string): string {
  const other = findOtherSpelling(address);
  return `\n${foldText(address)}\n${other === undefined ? "" : `${foldText(other)}\n`}`;
}
