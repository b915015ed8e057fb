import { headerFields } from "../../mail/header.ts";
import { searchText } from "../../mail/search-index.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";

const KINDS = ["from", "to", "containing"] as const;
type Kind = (typeof KINDS)[number];

export function isKind(text: string | undefined): text is Kind {
  return KINDS.some((kind) => kind === text);
}

/**
 * What MailHog finds: a part of an address of the envelope or of the header field, or of the source as it was sent.
 * And what its users expect it to find: words that were sent as quoted-printable or base64.
 */
export function searchTest(kind: Kind, query: string): (message: StoredMessage) => boolean {
  const wanted = query.toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const hasField = (message: StoredMessage, name: string) =>
    headerFields(message).some((field) => field.name.toLowerCase() === name && (has(field.value) || has(field.raw)));
  const tests: Record<Kind, (message: StoredMessage) => boolean> = {
    from: (message) => has(message.envelope.from.address) || hasField(message, "from"),
    to: (message) => message.envelope.to.some((path) => has(path.address)) || hasField(message, "to"),
    containing: (message) =>
      has(message.raw().toString("utf8")) ||
      headerFields(message).some((field) => has(field.value)) ||
      searchText(message).includes(wanted),
  };
  return tests[kind];
}
