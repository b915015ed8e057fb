import type { Address, AddressCounts, Envelope } from "@mailglass/shared";
import { oneSpaced } from "./encoded-words.ts";
import { textEntities } from "./entities.ts";
import { htmlToText } from "./html-text.ts";
import { unshownEntities } from "./parts.ts";
import type { Reading } from "./reading.ts";
import { cutText, firstOf } from "./row-text.ts";

/** What a row of the list shows of a mail's bytes. Its size is bounded, whatever the mail is. */
export interface Digest {
  readonly from: Address | null;
  readonly to: Address[];
  readonly cc: Address[];
  readonly bcc: Address[];
  readonly replyTo: Address[];
  readonly subject: string;
  readonly messageId: string;
  readonly snippet: string;
  readonly attachmentCount: number;
  readonly hasHtml: boolean;
  readonly addressCounts: Omit<AddressCounts, "recipients">;
}

/** Addresses of each list that a row has. */
const MAX_ROW_ADDRESSES = 20;

/** Bytes of text that are decoded for a snippet; HTML begins with much that is not read. */
const SNIPPET_TEXT = 600;
const SNIPPET_HTML = 32 * 1024;
const SNIPPET_LENGTH = 200;
/** HTML parts in which a text is looked for. */
const SNIPPET_PARTS = 4;

/** The row of a mail: from the header block, the MIME tree, and a glance at the first text. */
export function digest(read: Reading): Digest {
  const { entities } = read.tree;
  const addresses = (key: string) => read.addresses(key).slice(0, MAX_ROW_ADDRESSES).map(cutAddress);
  const count = (key: string) => read.addresses(key).length;
  return {
    from: addresses("from")[0] ?? null,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    replyTo: addresses("reply-to"),
    subject: cutText(read.text("subject")),
    messageId: cutText(withoutBrackets(read.text("message-id"))),
    snippet: snippet(read),
    attachmentCount: unshownEntities(read).length,
    hasHtml: textEntities(entities, "text/html").length > 0,
    addressCounts: { to: count("to"), cc: count("cc"), bcc: count("bcc"), replyTo: count("reply-to") },
  };
}

/** What a row shows of an envelope, bounded in the same way. */
export function envelopeRow({ from, to, auth }: Envelope) {
  return {
    sender: cutText(from.address),
    recipients: to.slice(0, MAX_ROW_ADDRESSES).map(({ address }) => cutText(address)),
    user: auth && cutText(auth.user),
  };
}

function cutAddress({ name, address }: Address): Address {
  return { name: cutText(name), address: cutText(address) };
}

function withoutBrackets(messageId: string): string {
  return /<([^<>]*)>/.exec(messageId)?.[1] ?? messageId;
}

function snippet(read: Reading): string {
  const { entities } = read.tree;
  for (const entity of textEntities(entities, "text/plain")) {
    // Of a character at the end there may be the first half only.
    const text = oneSpaced(read.textOf(entity, SNIPPET_TEXT).replace(/\ufffd$/, ""));
    if (text !== "") return firstOf(text, SNIPPET_LENGTH);
  }
  for (const entity of textEntities(entities, "text/html").slice(0, SNIPPET_PARTS)) {
    const text = oneSpaced(htmlToText(read.textOf(entity, SNIPPET_HTML), 2 * SNIPPET_LENGTH));
    if (text !== "") return firstOf(text, SNIPPET_LENGTH);
  }
  return "";
}
