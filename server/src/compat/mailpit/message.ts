import { createHash } from "node:crypto";
import type { Attachment as OurAttachment, MessageSummary as OurSummary } from "@mailglass/shared";
import { bodyHtml, bodyText } from "../../mail/body-text.ts";
import { sentAt } from "../../mail/date.ts";
import { headerFields } from "../../mail/header.ts";
import { htmlToText } from "../../mail/html-text.ts";
import { attachments, partBytes } from "../../mail/parts.ts";
import type { Mailbox, StoredMessage } from "../../mailbox/mailbox.ts";
import { listUnsubscribe } from "./list-unsubscribe.ts";
import type { Address, Attachment, Message, MessageSummary } from "./shapes.ts";
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

/** A whole message. */
export function messageOf(mailbox: Mailbox, tags: Tags, stored: StoredMessage): Message {
  const ours = mailbox.summary(stored);
  const html = bodyHtml(stored) ?? "";
  const enclosed = attachments(stored);
  const attached = (inline: boolean) =>
    enclosed.filter((one) => one.inline === inline).map((one) => attachmentOf(stored, one));
  return {
    ID: stored.id,
    MessageID: ours.messageId,
    ...addressesOf(ours),
    ReturnPath: stored.envelope.from.address,
    Subject: ours.subject,
    ListUnsubscribe: listUnsubscribe(fieldOf(stored, "list-unsubscribe"), fieldOf(stored, "list-unsubscribe-post")),
    Date: (sentAt(stored) ?? new Date(stored.receivedAt)).toISOString(),
    Tags: tags.of(stored),
    Username: ours.user ?? "",
    Text: textOf(stored),
    HTML: html,
    Size: stored.size,
    Inline: attached(true),
    Attachments: attached(false),
  };
}

/** The text part; where there is none, what a person would read of the HTML. */
export function textOf(stored: StoredMessage): string {
  return bodyText(stored) ?? htmlToText(bodyHtml(stored) ?? "");
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

function attachmentOf(stored: StoredMessage, { part, filename, type, size, contentId }: OurAttachment): Attachment {
  const bytes = partBytes(stored, part)?.bytes ?? Buffer.alloc(0);
  const sum = (algorithm: string) => createHash(algorithm).update(bytes).digest("hex");
  return {
    PartID: part,
    FileName: filename,
    ContentType: type,
    ContentID: contentId ?? "",
    Size: size,
    Checksums: { MD5: sum("md5"), SHA1: sum("sha1"), SHA256: sum("sha256") },
  };
}

function fieldOf(stored: StoredMessage, key: string): string {
  return headerFields(stored).find((field) => field.name.toLowerCase() === key)?.value ?? "";
}
