import type { Finding, Message } from "@mailglass/shared";
import { bodyHtml, bodyText } from "../mail/body-text.ts";
import { codes } from "../mail/codes.ts";
import { sentAt } from "../mail/date.ts";
import { findings } from "../mail/findings.ts";
import { headerFields } from "../mail/header.ts";
import { links } from "../mail/links.ts";
import { attachments } from "../mail/parts.ts";
import type { Mailbox, StoredMessage } from "../mailbox/mailbox.ts";

/** All that is known of a message. */
export function wholeMessage(mailbox: Mailbox, message: StoredMessage): Message {
  return {
    ...mailbox.summary(message),
    date: sentAt(message)?.toISOString() ?? null,
    headers: [...headerFields(message)],
    text: bodyText(message),
    html: bodyHtml(message),
    attachments: [...attachments(message)],
    links: [...links(message)],
    codes: [...codes(message)],
    envelope: message.envelope,
    findings: findingsOf(message),
  };
}

/** What the wire showed, then what the source shows. */
export function findingsOf(message: StoredMessage): Finding[] {
  return [...message.wireFindings, ...findings(message)];
}
