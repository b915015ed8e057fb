import type { Finding, Message, MessageSummary } from "@mailglass/shared";
import { readBodyHtml, readBodyText } from "./body-text.ts";
import { listContentKinds } from "./content/find-content.ts";
import { findCodes } from "./find-codes.ts";
import { findLinks } from "./find-links.ts";
import type { EnvelopeLines } from "./findings/place-envelope-findings.ts";
import { readHeaderFields } from "./header-fields.ts";
import { listFindings } from "./list-findings.ts";
import type { Mail } from "./mail.ts";
import { readSentDate } from "./mail-date.ts";
import { parseMail } from "./parsed-mail.ts";
import { listAttachments } from "./parts.ts";

/** Maximum length of the text, and of the HTML, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 2 * 1024 * 1024;
/** Maximum length of each other list, in UTF-16 code units. */
const MAX_LIST_LENGTH = 1024 * 1024;

type TruncatedMember = Message["truncated"][number];

/** The members of a message that are read from its bytes. They replace the shorter lists of the row. */
export type MessageDetail = Omit<
  Message,
  Exclude<keyof MessageSummary, "to" | "cc" | "bcc" | "replyTo"> | "sessionFailure" | "duplicateOf"
>;

/** Reads all details of a mail's bytes, of bounded size: `truncated` names what is left out. */
export function buildMessageDetail(mail: Mail, wireFindings: readonly Finding[], lines?: EnvelopeLines): MessageDetail {
  const parsed = parseMail(mail);
  const truncated = new Set<TruncatedMember>();
  const text = (name: TruncatedMember, whole: string | null) => {
    if (whole === null || whole.length <= MAX_TEXT_LENGTH) return whole;
    truncated.add(name);
    return whole.slice(0, MAX_TEXT_LENGTH).replace(/[\ud800-\udbff]$/, "");
  };
  const list = <Item>(name: TruncatedMember, all: readonly Item[]) => {
    const items = takeWithin(all, MAX_LIST_LENGTH);
    if (items.length < all.length) truncated.add(name);
    return items;
  };
  return {
    to: list("addresses", parsed.addresses("to")),
    cc: list("addresses", parsed.addresses("cc")),
    bcc: list("addresses", parsed.addresses("bcc")),
    replyTo: list("addresses", parsed.addresses("reply-to")),
    date: readSentDate(mail)?.toISOString() ?? null,
    headers: list("headers", readHeaderFields(mail)),
    text: text("text", readBodyText(mail)),
    html: text("html", readBodyHtml(mail)),
    contents: listContentKinds(parsed),
    attachments: list("attachments", listAttachments(mail)),
    links: list("links", findLinks(mail)),
    codes: [...findCodes(mail)],
    envelope: mail.envelope,
    findings: listFindings(mail, wireFindings, lines),
    truncated: [...truncated],
  };
}

/** Returns the first items whose total length is at most `limit`. */
export function takeWithin<Item>(items: readonly Item[], limit: number): Item[] {
  let left = limit;
  const fitting = items.findIndex((item) => {
    left -= estimateLength(item);
    return left < 0;
  });
  return items.slice(0, fitting < 0 ? undefined : fitting);
}

/** Estimates the length of an item as JSON: its texts in UTF-16 code units, and a few for each member. */
function estimateLength(item: unknown): number {
  return Object.values(Object(item)).reduce<number>(
    (sum, value) => sum + 16 + (typeof value === "string" ? value.length : 0),
    0,
  );
}
