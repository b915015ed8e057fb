import type { Address as OurAddress } from "@mailglass/shared";
import type { Mail } from "../../mail/mail.ts";
import { reading } from "../../mail/reading.ts";
import type { Address } from "./shapes.ts";

export const addressOf = ({ name, address }: OurAddress): Address => ({ Name: name, Address: address });

/** Those of these recipients that no header field names. */
export function hiddenRecipients(recipients: readonly string[], named: readonly OurAddress[]): string[] {
  const known = new Set(named.map(({ address }) => address.toLowerCase()));
  return recipients.filter((recipient) => !known.has(recipient.toLowerCase()));
}

/** The recipients of a message that no header field names. */
export function hiddenRecipientsOf(mail: Mail): string[] {
  const read = reading(mail);
  const recipients = mail.envelope.to.map(({ address }) => address);
  return hiddenRecipients(
    recipients,
    ["to", "cc", "bcc"].flatMap((key) => read.addresses(key)),
  );
}
