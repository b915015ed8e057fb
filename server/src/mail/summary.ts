import type { Address } from "@mailglass/shared";
import { oneSpaced } from "./encoded-words.ts";
import { textEntities } from "./entities.ts";
import { htmlToText } from "./html-text.ts";
import { unshownEntities } from "./parts.ts";
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
/** The header view has more of a subject that is longer. */
const SUBJECT_LENGTH = 2_000;

/** The row of a mail: from the header block, the MIME tree, and a glance at the first text. */
export function digest(read: Reading): Digest {
  const { entities } = read.tree;
  return {
    from: read.addresses("from")[0] ?? null,
    to: read.addresses("to"),
    cc: read.addresses("cc"),
    bcc: read.addresses("bcc"),
    replyTo: read.addresses("reply-to"),
    subject: cut(read.text("subject"), SUBJECT_LENGTH),
    messageId: withoutBrackets(read.text("message-id")),
    snippet: snippet(read),
    attachmentCount: unshownEntities(read).length,
    hasHtml: textEntities(entities, "text/html").length > 0,
  };
}

function withoutBrackets(messageId: string): string {
  return /<([^<>]*)>/.exec(messageId)?.[1] ?? messageId;
}

function snippet(read: Reading): string {
  const { entities } = read.tree;
  for (const entity of textEntities(entities, "text/plain")) {
    // Of a character at the end there may be the first half only.
    const text = oneSpaced(read.textOf(entity, SNIPPET_TEXT).replace(/\ufffd$/, ""));
    if (text !== "") return cut(text, SNIPPET_LENGTH);
  }
  for (const entity of textEntities(entities, "text/html")) {
    const text = oneSpaced(htmlToText(read.textOf(entity, SNIPPET_HTML), 2 * SNIPPET_LENGTH));
    if (text !== "") return cut(text, SNIPPET_LENGTH);
  }
  return "";
}

/** The first `length` UTF-16 code units, without half of a character; a copy, for a slice would keep all of the text alive. */
function cut(text: string, length: number): string {
  return Buffer.from(text.length > length ? text.slice(0, length).replace(/[\ud800-\udbff]$/, "") : text).toString();
}
