import type { Address as OurAddress } from "@mailglass/shared";
import type { Mail } from "../../mail/mail.ts";
import { parseMail } from "../../mail/parsed-mail.ts";
import type { Address } from "./api-types.ts";

export const toMailpitAddress = ({ name, address }: OurAddress): Address => ({ Name: name, Address: address });

/** Returns the recipients that no header field names. */
export function findHiddenRecipients(recipients: readonly string[], named: readonly OurAddress[]): string[] {
  const known = new Set(named.map(({ address }) => address.toLowerCase()));
  return recipients.filter((recipient) => !known.has(recipient.toLowerCase()));
}

/** Returns the recipients of a message that no header field names. */
export function readHiddenRecipients(mail: Mail): string[] {
  const parsed = parseMail(mail);
  const recipients = mail.envelope.to.map(({ address }) => address);
  return findHiddenRecipients(
    recipients,
    ["to", "cc", "bcc"].flatMap((key) => parsed.addresses(key)),
  );
}
