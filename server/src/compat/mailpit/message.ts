import type { MessageSummary as OurSummary } from "@mailglass/shared";
import { attachments } from "../../mail/parts.ts";
import type { Mailbox, StoredMessage } from "../../mailbox/mailbox.ts";
import type { ReadMembers } from "./message-members.ts";
import type { Address, Message, MessageSummary } from "./shapes.ts";
import type { Tags } from "./tags.ts";

/** A row of Mailpit's list. */
export function summaryOf(mailbox: Mailbox, tags: Tags, stored: StoredMessage): MessageSummary {
  const ours = mailbox.summary(stored);
  return {
    ID: stored.id,
    MessageID: ours.messageId,
    Read: stored.read,
    ...addressesOf(ours),
    Subject: ours.subject,
    Created: ours.receivedAt,
    Username: ours.user ?? "",
    Tags: tags.of(stored),
    Size: stored.size,
    Attachments: ours.attachmentCount === 0 ? 0 : attachments(stored).filter(({ inline }) => !inline).length,
    Snippet: ours.snippet,
  };
}

/** What of a whole message is not read from its bytes. */
export function messageOf(mailbox: Mailbox, tags: Tags, stored: StoredMessage): Omit<Message, keyof ReadMembers> {
  const ours = mailbox.summary(stored);
  return {
    ID: stored.id,
    MessageID: ours.messageId,
    ...addressesOf(ours),
    ReturnPath: stored.envelope.from.address,
    Subject: ours.subject,
    Tags: tags.of(stored),
    Username: ours.user ?? "",
    Size: stored.size,
  };
}

/** Recipients that only the envelope names are hidden ones: Mailpit lists them as Bcc. */
function addressesOf(ours: OurSummary): Pick<MessageSummary, "From" | "To" | "Cc" | "Bcc" | "ReplyTo"> {
  const Bcc = [
    ...ours.bcc.map(addressOf),
    ...hiddenRecipients(ours).map((address) => ({ Name: "", Address: address })),
  ];
  return {
    From: ours.from === null ? { Name: "", Address: "" } : addressOf(ours.from),
    To: ours.to.map(addressOf),
    Cc: ours.cc.map(addressOf),
    Bcc,
    ReplyTo: ours.replyTo.map(addressOf),
  };
}

/** Forward-paths that no header field names. */
export function hiddenRecipients(ours: OurSummary): string[] {
  const named = new Set([...ours.to, ...ours.cc, ...ours.bcc].map(({ address }) => address.toLowerCase()));
  return ours.recipients.filter((recipient) => !named.has(recipient.toLowerCase()));
}

const addressOf = ({ name, address }: { name: string; address: string }): Address => ({ Name: name, Address: address });
