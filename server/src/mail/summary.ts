import type { Address } from "@mailglass/shared";
import { oneSpaced } from "./encoded-words.ts";
import { attachedEntities, textEntities } from "./entities.ts";
import { htmlToText } from "./html-text.ts";
import type { Reading } from "./reading.ts";

/** What a row of the list shows of a mail's bytes. */
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
}

/** Bytes of text that are decoded for a snippet; HTML begins with much that is not read. */
const SNIPPET_TEXT = 600;
const SNIPPET_HTML = 32 * 1024;
const SNIPPET_LENGTH = 200;
/** Addresses of one kind that a row carries. */
const MAX_ADDRESSES = 1_000;

/** The row of a mail: from the header block, the MIME tree, and a glance at the first text. */
export function digest(read: Reading): Digest {
  const { entities } = read.tree;
  const addresses = (key: string) => read.addresses(key).slice(0, MAX_ADDRESSES);
  return {
    from: read.addresses("from")[0] ?? null,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    replyTo: addresses("reply-to"),
    subject: read.text("subject"),
    messageId: withoutBrackets(read.text("message-id")),
    snippet: snippet(read),
    attachmentCount: attachedEntities(entities).length,
    hasHtml: textEntities(entities, "text/html").length > 0,
  };
}

function withoutBrackets(messageId: string): string {
  return /<([^<>]*)>/.exec(messageId)?.[1] ?? messageId;
}

function snippet(read: Reading): string {
  const { entities } = read.tree;
  for (const entity of textEntities(entities, "text/plain")) {
    const text = oneSpaced(read.textOf(entity, SNIPPET_TEXT));
    if (text !== "") return cut(text, SNIPPET_LENGTH);
  }
  for (const entity of textEntities(entities, "text/html")) {
    const text = oneSpaced(htmlToText(read.textOf(entity, SNIPPET_HTML), 2 * SNIPPET_LENGTH));
    if (text !== "") return cut(text, SNIPPET_LENGTH);
  }
  return "";
}

/** The first `length` UTF-16 code units, without half of a character. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff\ufffd]$/, "");
}
