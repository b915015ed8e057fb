import type { MessageSummary } from "@mailglass/shared";
import { formatFullMailbox } from "../../model/format.ts";

/** A person in the head of a message. */
export interface Person {
  /** As shown: with the name, if there is one. */
  readonly text: string;
  readonly address: string;
}

/** The people of one field, of whom `people` may be only the first. */
export interface PeopleGroup {
  readonly role: "to" | "cc" | "bcc";
  readonly people: readonly Person[];
  readonly count: number;
  /** True if no header field names them: they are recipients of the envelope only. */
  readonly isHidden: boolean;
}

/**
 * Groups the recipients of a message by what they are called: To and Cc by the header, Bcc by the header or because only
 * the envelope names them. A message without To has its recipients there.
 */
export function groupRecipients(message: MessageSummary): PeopleGroup[] {
  const { to, cc, bcc, recipients, addressCounts } = message;
  const hidden = hasAllAddresses(message) ? listHiddenRecipients(message) : [];
  const groups: PeopleGroup[] = [
    to.length > 0
      ? { role: "to", people: to.map(toPerson), count: addressCounts.to, isHidden: false }
      : { role: "to", people: recipients.map(addressOnly), count: addressCounts.recipients, isHidden: false },
    { role: "cc", people: cc.map(toPerson), count: addressCounts.cc, isHidden: false },
    { role: "bcc", people: bcc.map(toPerson), count: addressCounts.bcc, isHidden: false },
    { role: "bcc", people: hidden.map(addressOnly), count: hidden.length, isHidden: true },
  ];
  return groups.filter(({ people }) => people.length > 0);
}

const toPerson = (mailbox: { readonly name: string; readonly address: string }): Person => ({
  text: formatFullMailbox(mailbox),
  address: mailbox.address,
});

const addressOnly = (address: string): Person => ({ text: address, address });

/** A row has only the first addresses of each field; the message has all. */
export function hasAllAddresses({ to, cc, bcc, recipients, addressCounts }: MessageSummary): boolean {
  return (
    to.length >= addressCounts.to &&
    cc.length >= addressCounts.cc &&
    bcc.length >= addressCounts.bcc &&
    recipients.length >= addressCounts.recipients
  );
}

/** Lists recipients that no header field names (BCC). None if To is empty: then the recipients are shown instead. */
function listHiddenRecipients({ to, cc, bcc, recipients }: MessageSummary): string[] {
  if (to.length === 0) return [];
  const named = new Set([...to, ...cc, ...bcc].map(({ address }) => address.toLowerCase()));
  return recipients.filter((address) => !named.has(address.toLowerCase()));
}

/**
 * Counts recipients in To that the message was not sent to. A message without an envelope was added through the API.
 */
export function countNotInEnvelope(message: MessageSummary): number {
  const { to, recipients } = message;
  if (recipients.length === 0 || !hasAllAddresses(message)) return 0;
  const sent = new Set(recipients.map((address) => address.toLowerCase()));
  return to.filter(({ address }) => !sent.has(address.toLowerCase())).length;
}
