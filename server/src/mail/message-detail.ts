import type { Finding, Message, MessageSummary } from "@mailglass/shared";
import { truncateText } from "../base/truncate-text.ts";
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

/** Members that a selection may name: `subject` is also in the row, which costs more. */
export type DetailField = keyof MessageDetail | "subject";

/** Where a message comes from, for its findings. */
export interface DetailParams {
  readonly wireFindings: readonly Finding[];
  readonly lines?: EnvelopeLines | undefined;
}

/** Reads all details of a mail's bytes, of bounded size: `truncated` names what is left out. */
export function buildMessageDetail(mail: Mail, params: DetailParams): MessageDetail {
  const { subject: _, ...detail } = createLazyDetail(mail, params);
  return detail;
}

/** Reads only these details, and `truncated` unless it is empty. */
export function selectMessageDetail(
  mail: Mail,
  params: DetailParams,
  fields: readonly DetailField[],
): Readonly<Partial<MessageDetail>> {
  const detail = createLazyDetail(mail, params);
  const selected = fields.flatMap((name) => (name === "truncated" ? [] : [[name, detail[name]] as const]));
  const { truncated } = detail;
  return Object.fromEntries(
    truncated.length > 0 || fields.includes("truncated") ? [...selected, ["truncated", truncated]] : selected,
  );
}

/** Returns the details. Each is computed when it is read; `truncated` must be read last. */
function createLazyDetail(mail: Mail, { wireFindings, lines }: DetailParams): MessageDetail & { subject: string } {
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
  const addresses = (key: string) => list("addresses", parsed.addresses(key));
  return {
    get subject() {
      return truncateText(parsed.decodedField("subject"));
    },
    get to() {
      return addresses("to");
    },
    get cc() {
      return addresses("cc");
    },
    get bcc() {
      return addresses("bcc");
    },
    get replyTo() {
      return addresses("reply-to");
    },
    get date() {
      return readSentDate(mail)?.toISOString() ?? null;
    },
    get headers() {
      return list("headers", readHeaderFields(mail));
    },
    get text() {
      return text("text", readBodyText(mail));
    },
    get html() {
      return text("html", readBodyHtml(mail));
    },
    get contents() {
      return listContentKinds(parsed);
    },
    get attachments() {
      return list("attachments", listAttachments(mail));
    },
    get links() {
      return list("links", findLinks(mail));
    },
    get codes() {
      return [...findCodes(mail)];
    },
    get envelope() {
      return mail.envelope;
    },
    get findings() {
      return listFindings(mail, wireFindings, lines);
    },
    get truncated() {
      return [...truncated];
    },
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
