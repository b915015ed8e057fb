import type { Finding, Message, MessageSummary } from "@mailglass/shared";
import { bodyHtml, bodyText } from "./body-text.ts";
import { codes } from "./codes.ts";
import { sentAt } from "./date.ts";
import { findings } from "./findings.ts";
import { headerFields } from "./header.ts";
import { links } from "./links.ts";
import type { Mail } from "./mail.ts";
import { attachments } from "./parts.ts";
import { reading } from "./reading.ts";

/** UTF-16 code units of text, and of HTML. */
const MAX_TEXT = 2 * 1024 * 1024;
/** UTF-16 code units of each other list. */
const MAX_LIST = 1024 * 1024;

type Truncated = Message["truncated"][number];

/** The members of a whole message that are read from its bytes. They replace the shorter lists of the row. */
export type MessageDetail = Omit<Message, Exclude<keyof MessageSummary, "to" | "cc" | "bcc" | "replyTo">>;

/** All that is known of a mail's bytes, of bounded size: what is left out is named in `truncated`. */
export function messageDetail(mail: Mail, wireFindings: readonly Finding[]): MessageDetail {
  const read = reading(mail);
  const truncated = new Set<Truncated>();
  const text = (name: Truncated, whole: string | null) => {
    if (whole === null || whole.length <= MAX_TEXT) return whole;
    truncated.add(name);
    return whole.slice(0, MAX_TEXT).replace(/[\ud800-\udbff]$/, "");
  };
  const list = <Item>(name: Truncated, all: readonly Item[]) => {
    const items = itemsWithin(all, MAX_LIST);
    if (items.length < all.length) truncated.add(name);
    return items;
  };
  return {
    to: list("addresses", read.addresses("to")),
    cc: list("addresses", read.addresses("cc")),
    bcc: list("addresses", read.addresses("bcc")),
    replyTo: list("addresses", read.addresses("reply-to")),
    date: sentAt(mail)?.toISOString() ?? null,
    headers: list("headers", headerFields(mail)),
    text: text("text", bodyText(mail)),
    html: text("html", bodyHtml(mail)),
    attachments: list("attachments", attachments(mail)),
    links: list("links", links(mail)),
    codes: [...codes(mail)],
    envelope: mail.envelope,
    findings: [...wireFindings, ...findings(mail)],
    truncated: [...truncated],
  };
}

/** The first items whose texts and numbers come to `limit` at most. */
export function itemsWithin<Item>(items: readonly Item[], limit: number): Item[] {
  let left = limit;
  const fitting = items.findIndex((item) => {
    left -= lengthOf(item);
    return left < 0;
  });
  return items.slice(0, fitting < 0 ? undefined : fitting);
}

/** UTF-16 code units of the texts of an item, and some for each of its members. */
function lengthOf(item: unknown): number {
  return Object.values(Object(item)).reduce<number>(
    (sum, value) => sum + 16 + (typeof value === "string" ? value.length : 0),
    0,
  );
}
