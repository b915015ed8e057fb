import type { Address } from "@mailglass/shared";
import { findOtherSpelling } from "./compare-addresses.ts";
import { collapseSpaces } from "./encoded-words.ts";
import { attachedEntities, entityFilename, textEntities } from "./entity-roles.ts";
import { readDecodedValues } from "./header-fields.ts";
import { htmlToText } from "./html-to-text.ts";
import type { Mail } from "./mail.ts";
import type { Entity } from "./mime-entity.ts";
import { ParsedMail } from "./parsed-mail.ts";

/**
 * What a search looks at, folded as what is searched for is. Lists of addresses are one string, with a line end before and after each name
 * and each address: so a part of one is found by `includes`, and a whole one by `includes` with its line ends.
 */
export interface SearchIndex {
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
  /** Names of what is attached, with a line end before and after each. */
  readonly filenames: string;
  readonly hasHtml: boolean;
}

export function createSearchIndex(parsed: ParsedMail): SearchIndex {
  const addresses = (key: string) => indexAddresses(parsed.addresses(key));
  const cc = addresses("cc");
  const toAndCc = addresses("to") + cc;
  const known = new Set(toAndCc.split("\n"));
  const hidden = parsed.envelope.to
    .map(({ address }) => foldText(address))
    .filter((recipient) => !known.has(recipient))
    .map(indexAddress)
    .join("");
  const attached = attachedEntities(parsed.tree.entities);
  return {
    from: addresses("from") + indexAddress(parsed.envelope.from.address),
    to: toAndCc + hidden,
    cc,
    bcc: addresses("bcc") + hidden,
    replyTo: addresses("reply-to"),
    subject: foldText(parsed.decodedField("subject")),
    messageId: foldText(parsed.decodedField("message-id")),
    filenames: indexFilenames(attached),
    hasHtml: textEntities(parsed.tree.entities, "text/html").length > 0,
  };
}

/** Characters of one name, and of all names of a message, in the index, which is kept as long as the message is. */
const MAX_FILENAME_LENGTH = 1024;
const MAX_FILENAMES_LENGTH = 256 * 1024;

function indexFilenames(attached: readonly Entity[]): string {
  let names = "";
  for (const entity of attached) {
    const name = foldText((entityFilename(entity) ?? "").slice(0, MAX_FILENAME_LENGTH));
    if (names.length + name.length <= MAX_FILENAMES_LENGTH) names += `\n${name}\n`;
  }
  return names;
}

function indexAddresses(addresses: readonly Address[]): string {
  return addresses.map(({ name, address }) => `\n${foldText(name)}${indexAddress(address)}`).join("");
}

/** An address, and its other spelling where its domain is internationalised. */
function indexAddress(address: string): string {
  const other = findOtherSpelling(address);
  return `\n${foldText(address)}\n${other === undefined ? "" : `${foldText(other)}\n`}`;
}

/** Bytes of text that a search looks at. */
export const MAX_SEARCH_TEXT_BYTES = 512 * 1024;

/** The text of a message in lower case, blanks collapsed: all its text parts, and its HTML parts as they read. */
export function extractSearchText(mail: Mail): string {
  return extractSearchTextFrom(new ParsedMail(mail, MAX_SEARCH_TEXT_BYTES));
}

/** The same of a mail that is being read. */
export function extractSearchTextFrom(parsed: ParsedMail): string {
  const { entities } = parsed.tree;
  const texts: string[] = [];
  let left = MAX_SEARCH_TEXT_BYTES;
  for (const type of ["text/plain", "text/html"] as const) {
    for (const entity of textEntities(entities, type)) {
      const text = parsed.decodedText(entity, left);
      texts.push(type === "text/html" ? htmlToText(text) : text);
      left -= Math.min(left, parsed.decodedBytes(entity).length);
    }
  }
  return foldText(texts.join("\n"));
}

/** UTF-16 code units of all fields of one name that a search looks at. */
const MAX_VALUES_LENGTH = 1024 * 1024;

/** The values of all header fields of this name (lower case), folded. */
export function readFoldedValues(mail: Mail, key: string): readonly string[] {
  let left = MAX_VALUES_LENGTH;
  return readDecodedValues(mail.raw(), key).flatMap((value) => {
    if (left <= 0) return [];
    left -= value.length;
    return [foldText(value)];
  });
}

/** As both sides of a search are compared: in lower case, each run of blanks and line ends one space. */
export function foldText(text: string): string {
  return collapseSpaces(text).toLowerCase();
}
