import type { Address } from "@mailglass/shared";
import { entityText } from "./body-text.ts";
import { addressesOf, decodedTextOf } from "./header.ts";
import type { HeaderBlock } from "./header-block.ts";
import { htmlToText } from "./html-text.ts";
import type { Mail } from "./mail.ts";
import { type MimeTree, scanMimeTree } from "./mime-tree.ts";
import { attached, textEntities } from "./parts.ts";

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

/** Bytes at the beginning of a message in which its parts are looked for. */
const GLANCE = 256 * 1024;
/** Bytes of text that are decoded for a snippet. */
const SNIPPET_BYTES = 2 * 1024;
const SNIPPET_LENGTH = 200;
/** Addresses of one kind that a row carries. */
const MAX_ADDRESSES = 1_000;

/** Reads the header block, and glances at the parts that begin in the first 256 KiB and at the first text. */
export function digest(mail: Mail): Digest {
  const raw = mail.raw();
  const tree = scanMimeTree(raw, GLANCE);
  const { header } = tree.root;
  const addresses = (key: string) => addressesOf(raw, header, key, MAX_ADDRESSES);
  return {
    from: addresses("from")[0] ?? null,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    replyTo: addresses("reply-to"),
    subject: decodedTextOf(raw, header, "subject"),
    messageId: messageIdOf(raw, header),
    snippet: snippet(raw, tree),
    attachmentCount: attached(tree.entities, raw).length,
    hasHtml: textEntities(tree.entities, raw, "text/html").length > 0,
  };
}

function messageIdOf(raw: Buffer, header: HeaderBlock): string {
  const written = decodedTextOf(raw, header, "message-id");
  return /<([^<>]*)>/.exec(written)?.[1] ?? written;
}

function snippet(raw: Buffer, { entities }: MimeTree): string {
  for (const type of ["text/plain", "text/html"] as const) {
    for (const entity of textEntities(entities, raw, type)) {
      const written = entityText(raw, entity, type === "text/html" ? 8 * SNIPPET_BYTES : SNIPPET_BYTES);
      const text = (type === "text/html" ? htmlToText(written) : written).replace(/\s+/g, " ").trim();
      if (text !== "") return cutText(text, SNIPPET_LENGTH);
    }
  }
  return "";
}

/** The first `length` UTF-16 code units, without half of a character. */
function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}
