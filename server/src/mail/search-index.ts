import type { Address } from "@mailglass/shared";
import { oneSpaced } from "./encoded-words.ts";
import { attachedEntities, filenameOf, textEntities } from "./entities.ts";
import { decodedValues } from "./header.ts";
import { htmlToText } from "./html-text.ts";
import type { Mail } from "./mail.ts";
import type { Entity } from "./mime-tree.ts";
import { Reading } from "./reading.ts";

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

export function createSearchIndex(read: Reading): SearchIndex {
  const addresses = (key: string) => lines(read.addresses(key));
  const cc = addresses("cc");
  const named = addresses("to") + cc;
  const known = new Set(named.split("\n"));
  const hidden = read.envelope.to
    .map(({ address }) => fold(address))
    .filter((recipient) => !known.has(recipient))
    .map((recipient) => `\n${recipient}\n`)
    .join("");
  const attached = attachedEntities(read.tree.entities);
  return {
    from: `${addresses("from")}\n${fold(read.envelope.from.address)}\n`,
    to: named + hidden,
    cc,
    bcc: addresses("bcc") + hidden,
    replyTo: addresses("reply-to"),
    subject: fold(read.text("subject")),
    messageId: fold(read.text("message-id")),
    filenames: filenamesOf(attached),
    hasHtml: textEntities(read.tree.entities, "text/html").length > 0,
  };
}

/** Characters of one name, and of all names of a message, in the index, which is kept as long as the message is. */
const MAX_FILENAME = 1024;
const MAX_FILENAMES = 256 * 1024;

function filenamesOf(attached: readonly Entity[]): string {
  let names = "";
  for (const entity of attached) {
    const name = fold((filenameOf(entity) ?? "").slice(0, MAX_FILENAME));
    if (names.length + name.length <= MAX_FILENAMES) names += `\n${name}\n`;
  }
  return names;
}

function lines(addresses: readonly Address[]): string {
  return addresses.map(({ name, address }) => `\n${fold(name)}\n${fold(address)}\n`).join("");
}

/** Bytes of text that a search looks at. */
export const MAX_TEXT = 512 * 1024;

/** The text of a message in lower case, blanks collapsed: all its text parts, and its HTML parts as they read. */
export function searchText(mail: Mail): string {
  return readSearchText(new Reading(mail, MAX_TEXT));
}

/** The same of a mail that is being read. */
export function readSearchText(read: Reading): string {
  const { entities } = read.tree;
  const texts: string[] = [];
  let left = MAX_TEXT;
  for (const type of ["text/plain", "text/html"] as const) {
    for (const entity of textEntities(entities, type)) {
      const text = read.textOf(entity, left);
      texts.push(type === "text/html" ? htmlToText(text) : text);
      left -= Math.min(left, read.bytes(entity).length);
    }
  }
  return fold(texts.join("\n"));
}

/** UTF-16 code units of all fields of one name that a search looks at. */
const MAX_VALUES = 1024 * 1024;

/** The values of all header fields of this name (lower case), folded. */
export function searchedValues(mail: Mail, key: string): readonly string[] {
  let left = MAX_VALUES;
  return decodedValues(mail.raw(), key).flatMap((value) => {
    if (left <= 0) return [];
    left -= value.length;
    return [fold(value)];
  });
}

/** As both sides of a search are compared: in lower case, each run of blanks and line ends one space. */
export function fold(text: string): string {
  return oneSpaced(text).toLowerCase();
}
