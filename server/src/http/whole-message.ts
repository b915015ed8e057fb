import type { Finding, Message } from "@mailglass/shared";
import { bodyHtml, bodyText } from "../mail/body-text.ts";
import { headerFields } from "../mail/header.ts";
import { attachments } from "../mail/parts.ts";
import type { Mailbox, StoredMessage } from "../mailbox/mailbox.ts";

/** All that is known of a message. */
export function wholeMessage(mailbox: Mailbox, message: StoredMessage): Message {
  return {
    ...mailbox.summary(message),
    date: dateOf(message),
    headers: [...headerFields(message)],
    text: bodyText(message),
    html: bodyHtml(message),
    attachments: [...attachments(message)],
    links: [],
    codes: [],
    envelope: message.envelope,
    findings: findingsOf(message),
  };
}

export function findingsOf(message: StoredMessage): Finding[] {
  return [...message.wireFindings];
}

function dateOf(message: StoredMessage): string | null {
  const text = headerFields(message).find(({ name }) => name.toLowerCase() === "date")?.value;
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
