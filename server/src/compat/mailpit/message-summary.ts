import type { MessageSummary as OurSummary } from "@mailglass/shared";
import type { ParsedMail } from "../../mail/parsed-mail.ts";
import { SNIPPET_LENGTH } from "../../mail/snippet-length.ts";
import type { Mailbox, MessageHandle } from "../../mailbox/mailbox.ts";
import { findHiddenRecipients, toMailpitAddress } from "./addresses.ts";
import type { Message, MessageSummary } from "./api-types.ts";
import { createSnippet, limitSnippet } from "./create-snippet.ts";
import { countFiles } from "./file-lists.ts";
import { formatGoTime } from "./go-time.ts";
import type { ParsedMembers } from "./message-json.ts";

/**
 * Returns a row of Mailpit's list immediately. For a large message that was not read yet, it is based on the
 * message's start.
 */
export function summarizeNow({ mailbox, readMembers }: SummaryContext, stored: MessageHandle): MessageSummary {
  return toMailpitSummary(mailbox.summary(stored), stored, readMembers);
}

/** Returns the same row once the message was read, at the latest at `deadline` (of `performance.now()`, in ms). */
export async function summarizeBefore(
  deadline: number,
  { mailbox, readMembers }: SummaryContext,
  stored: MessageHandle,
): Promise<MessageSummary> {
  return toMailpitSummary(await mailbox.rowBefore(stored, deadline), stored, readMembers);
}

function toMailpitSummary(ours: OurSummary, stored: MessageHandle, known: ReadMembersCache): MessageSummary {
  return {
    ID: stored.id,
    MessageID: ours.messageId,
    Read: stored.read,
    ...toMailpitAddressLists(ours),
    Subject: ours.subject,
    Created: formatGoTime(new Date(ours.receivedAt)),
    Username: ours.user ?? "",
    Tags: stored.tags,
    Size: stored.size,
    ...readFromBytes(ours, stored, known),
  };
}

type ReadMembers = Pick<MessageSummary, "Attachments" | "Snippet">;

type ReadMembersCache = WeakMap<MessageHandle, ReadMembers>;

export interface SummaryContext {
  readonly mailbox: Mailbox;
  /** Tests poll the list: what was read once is kept for as long as the message. */
  readonly readMembers: ReadMembersCache;
}

/** For a large message we return our own snippet, and our own count, which leaves out reports and images that the HTML shows. */
function readFromBytes(
  { attachmentCount, snippet }: OurSummary,
  stored: MessageHandle,
  known: ReadMembersCache,
): ReadMembers {
  const members = known.get(stored) ?? stored.readIfCheap(readRow);
  if (members === undefined)
    return { Attachments: attachmentCount, Snippet: limitSnippet(snippet, snippet.length >= SNIPPET_LENGTH) };
  known.set(stored, members);
  return members;
}

const readRow = (parsed: ParsedMail): ReadMembers => ({
  Attachments: countFiles(parsed).attachments,
  Snippet: createSnippet(parsed),
});

/** Returns the members of a message that are not read from its bytes. */
export function toMailpitMessage(ours: OurSummary, stored: MessageHandle): Omit<Message, keyof ParsedMembers> {
  return {
    ID: stored.id,
    MessageID: ours.messageId,
    ReturnPath: stored.envelope.from.address,
    Subject: ours.subject,
    Tags: stored.tags,
    Username: ours.user ?? "",
    Size: stored.size,
  };
}

/** Mailpit lists recipients that only the envelope names as Bcc. If a list was truncated, they are unknown. */
function toMailpitAddressLists(ours: OurSummary): Pick<MessageSummary, "From" | "To" | "Cc" | "Bcc" | "ReplyTo"> {
  const { to, cc, bcc, recipients, addressCounts } = ours;
  const isCut =
    addressCounts.to > to.length ||
    addressCounts.cc > cc.length ||
    addressCounts.bcc > bcc.length ||
    addressCounts.recipients > recipients.length;
  const hidden = isCut ? [] : findHiddenRecipients(recipients, [...to, ...cc, ...bcc]);
  return {
    From: ours.from === null ? { Name: "", Address: "" } : toMailpitAddress(ours.from),
    To: to.map(toMailpitAddress),
    Cc: cc.map(toMailpitAddress),
    Bcc: [...bcc.map(toMailpitAddress), ...hidden.map((address) => ({ Name: "", Address: address }))],
    ReplyTo: ours.replyTo.map(toMailpitAddress),
  };
}
