import type { Address, AddressCounts, Envelope } from "@mailglass/shared";
import { copyStart, truncateText } from "../base/truncate-text.ts";
import { collapseSpaces } from "./encoded-words.ts";
import { htmlToText } from "./html-to-text.ts";
import type { ParsedMail } from "./parsed-mail.ts";
import { findUnshownEntities } from "./parts.ts";
import { SNIPPET_LENGTH } from "./snippet-length.ts";

/** The data of a row that is read from a mail's bytes. Its size is bounded. */
export interface MailSummary {
  readonly from: Address | null;
  readonly to: Address[];
  readonly cc: Address[];
  readonly bcc: Address[];
  readonly replyTo: Address[];
  readonly subject: string;
  readonly messageId: string;
  readonly threadId: string;
  readonly snippet: string;
  readonly attachmentCount: number;
  readonly hasHtml: boolean;
  readonly addressCounts: Omit<AddressCounts, "recipients">;
}

/** Maximum addresses per list in a row. */
const MAX_ROW_ADDRESSES = 20;

/** Bytes that are decoded for a snippet. HTML needs more, because it begins with invisible content. */
const SNIPPET_TEXT_BYTES = 600;
const SNIPPET_HTML_BYTES = 32 * 1024;
/** Maximum number of HTML parts that are searched for text. */
const MAX_SNIPPET_PARTS = 4;

/** Builds the row of a mail from the header block, the MIME tree, and the beginning of the first text. */
export function summarizeMail(parsed: ParsedMail): MailSummary {
  const addresses = (key: string) => parsed.addresses(key).slice(0, MAX_ROW_ADDRESSES).map(truncateAddress);
  const messageId = truncateText(stripAngleBrackets(parsed.decodedField("message-id")));
  const count = (key: string) => parsed.addresses(key).length;
  return {
    from: addresses("from")[0] ?? null,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    replyTo: addresses("reply-to"),
    subject: truncateText(parsed.decodedField("subject")),
    messageId,
    threadId: findThreadStart(parsed) ?? messageId,
    snippet: extractSnippet(parsed),
    attachmentCount: findUnshownEntities(parsed).length,
    hasHtml: parsed.content.html.length > 0,
    addressCounts: { to: count("to"), cc: count("cc"), bcc: count("bcc"), replyTo: count("reply-to") },
  };
}

/** Builds the part of a row that comes from the envelope, bounded in the same way. */
export function summarizeEnvelope({ from, to, auth }: Envelope) {
  return {
    sender: truncateText(from.address),
    recipients: to.slice(0, MAX_ROW_ADDRESSES).map(({ address }) => truncateText(address)),
    user: auth && truncateText(auth.user),
  };
}

function truncateAddress({ name, address }: Address): Address {
  return { name: truncateText(name), address: truncateText(address) };
}

/** Characters of a field in which the first Message-ID is looked for. */
const MAX_ID_FIELD_LENGTH = 1_000;

/** Returns the Message-ID that a reply names first (RFC 5322 §3.6.4). */
function findThreadStart(parsed: ParsedMail): string | undefined {
  for (const key of ["references", "in-reply-to"]) {
    const id = /<([^<>\s]+)>/.exec(parsed.decodedField(key).slice(0, MAX_ID_FIELD_LENGTH))?.[1];
    if (id !== undefined) return truncateText(id);
  }
  return undefined;
}

function stripAngleBrackets(messageId: string): string {
  return /<([^<>]*)>/.exec(messageId)?.[1] ?? messageId;
}

function extractSnippet(parsed: ParsedMail): string {
  const { text: texts, html } = parsed.content;
  for (const part of texts) {
    // The last character may be incomplete.
    const text = collapseSpaces(parsed.bodyPartText(part, SNIPPET_TEXT_BYTES).replace(/\ufffd$/, ""));
    if (text !== "") return copyStart(text, SNIPPET_LENGTH);
  }
  for (const { entity } of html.slice(0, MAX_SNIPPET_PARTS)) {
    const text = collapseSpaces(
      htmlToText(parsed.decodedText(entity, SNIPPET_HTML_BYTES), { limit: 2 * SNIPPET_LENGTH }),
    );
    if (text !== "") return copyStart(text, SNIPPET_LENGTH);
  }
  return "";
}
