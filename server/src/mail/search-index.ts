import type { Address } from "@mailglass/shared";
import { entityText } from "./body-text.ts";
import { addressesOf, decodedTextOf } from "./header.ts";
import { htmlToText } from "./html-text.ts";
import type { Mail } from "./mail.ts";
import { scanMimeTree } from "./mime-tree.ts";
import { attached, textEntities } from "./parts.ts";

/**
 * What a search looks at, in lower case. Lists of addresses are one string, with a line end before and after each name
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
  readonly hasHtml: boolean;
  readonly hasAttachment: boolean;
}

export function createSearchIndex(mail: Mail): SearchIndex {
  const raw = mail.raw();
  const { entities, root } = scanMimeTree(raw);
  const addresses = (key: string) => lines(addressesOf(raw, root.header, key));
  const cc = addresses("cc");
  const named = `${addresses("to")}${cc}`;
  const recipients = mail.envelope.to.map((path) => path.address.toLowerCase());
  const hidden = recipients
    .filter((recipient) => !named.includes(`\n${recipient}\n`))
    .map((recipient) => `\n${recipient}\n`);
  return {
    from: `${addresses("from")}\n${mail.envelope.from.address.toLowerCase()}\n`,
    to: `${named}${hidden.join("")}`,
    cc,
    bcc: `${addresses("bcc")}${hidden.join("")}`,
    replyTo: addresses("reply-to"),
    subject: decodedTextOf(raw, root.header, "subject").toLowerCase(),
    messageId: decodedTextOf(raw, root.header, "message-id").toLowerCase(),
    hasHtml: textEntities(entities, raw, "text/html").length > 0,
    hasAttachment: attached(entities, raw).length > 0,
  };
}

function lines(addresses: readonly Address[]): string {
  return addresses.map(({ name, address }) => `\n${name}\n${address}\n`.toLowerCase()).join("");
}

/** Bytes of text that a search looks at. */
const MAX_TEXT = 1024 * 1024;

/** The text of a message in lower case, blanks collapsed: all its text parts, and its HTML parts as they read. */
export function searchText(mail: Mail): string {
  const raw = mail.raw();
  const { entities } = scanMimeTree(raw);
  const texts: string[] = [];
  let left = MAX_TEXT;
  for (const type of ["text/plain", "text/html"] as const) {
    for (const entity of textEntities(entities, raw, type)) {
      const text = entityText(raw, entity, left);
      texts.push(type === "text/html" ? htmlToText(text) : text);
      left -= Math.min(left, entity.end - entity.body);
    }
  }
  return texts.join("\n").replace(/\s+/g, " ").toLowerCase();
}
