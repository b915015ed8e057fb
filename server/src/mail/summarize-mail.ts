import type { Address, AddressCounts, Envelope } from "@mailglass/shared";
import { copyStart, truncateText } from "../base/truncate-text.ts";
import { collapseSpaces } from "./encoded-words.ts";
import { htmlToText } from "./html-to-text.ts";
import type { ParsedMail } from "./parsed-mail.ts";
import { findUnshownEntities } from "./parts.ts";

/** What a row of the list shows of a mail's bytes. Its size is bounded, whatever the mail is. */
export interface MailSummary {
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
const SNIPPET_TEXT_BYTES = 600;
const SNIPPET_HTML_BYTES = 32 * 1024;
const SNIPPET_LENGTH = 200;
/** HTML parts in which a text is looked for. */
const MAX_SNIPPET_PARTS = 4;

/** The row of a mail: from the header block, the MIME tree, and a glance at the first text. */
export function summarizeMail(parsed: ParsedMail): MailSummary {
  const addresses = (key: string) => parsed.addresses(key).slice(0, MAX_ROW_ADDRESSES).map(truncateAddress);
  const count = (key: string) => parsed.addresses(key).length;
  return {
    from: addresses("from")[0] ?? null,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    replyTo: addresses("reply-to"),
    subject: truncateText(parsed.decodedField("subject")),
    messageId: truncateText(stripAngleBrackets(parsed.decodedField("message-id"))),
    snippet: extractSnippet(parsed),
    attachmentCount: findUnshownEntities(parsed).length,
    hasHtml: parsed.content.html.length > 0,
    addressCounts: { to: count("to"), cc: count("cc"), bcc: count("bcc"), replyTo: count("reply-to") },
  };
}

/** What a row shows of an envelope, bounded in the same way. */
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

function stripAngleBrackets(messageId: string): string {
  return /<([^<>]*)>/.exec(messageId)?.[1] ?? messageId;
}

function extractSnippet(parsed: ParsedMail): string {
  const { text: texts, html } = parsed.content;
  for (const part of texts) {
    // Of a character at the end there may be the first half only.
    const text = collapseSpaces(parsed.bodyPartText(part, SNIPPET_TEXT_BYTES).replace(/\ufffd$/, ""));
    if (text !== "") return copyStart(text, SNIPPET_LENGTH);
  }
  for (const { entity } of html.slice(0, MAX_SNIPPET_PARTS)) {
    const text = collapseSpaces(htmlToText(parsed.decodedText(entity, SNIPPET_HTML_BYTES), 2 * SNIPPET_LENGTH));
    if (text !== "") return copyStart(text, SNIPPET_LENGTH);
  }
  return "";
}
