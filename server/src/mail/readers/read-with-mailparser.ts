import type { Address } from "@mailglass/shared";
import { type AddressObject, type EmailAddress, simpleParser } from "mailparser";
import type { Reading } from "./reading.ts";

/**
 * Links and pictures are not converted: that takes time and does not change the content. As by default, HTML is converted to
 * text (up to 1 MiB) if there is no text.
 */
const OPTIONS = {
  skipImageLinks: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  checksumAlgo: false,
  maxHtmlLengthToParse: 1024 * 1024,
} as const;

/**
 * Reads a message with mailparser. It fetches nothing.
 *
 * @throws {Error} if mailparser gives up: a header over 1 MiB, or more than 1,000 parts
 */
export async function readWithMailparser(raw: Buffer): Promise<Reading> {
  const { subject, from, to, cc, bcc, replyTo, date, text, html, attachments } = await simpleParser(raw, OPTIONS);
  return {
    subject: subject ?? "",
    from: listAddresses(from),
    to: listAddresses(to),
    cc: listAddresses(cc),
    bcc: listAddresses(bcc),
    replyTo: listAddresses(replyTo),
    date: date ?? null,
    text: text ?? null,
    html: html || null,
    attachments: attachments.map(({ filename, contentType, size }) => ({
      filename: filename ?? null,
      type: contentType,
      size,
    })),
  };
}

/** Returns the mailboxes of a field, without group names. */
function listAddresses(field: AddressObject | AddressObject[] | undefined): Address[] {
  return [field ?? []].flat().flatMap(({ value }) => value.flatMap(listMailboxes));
}

function listMailboxes({ name, address, group }: EmailAddress): Address[] {
  return group?.flatMap(listMailboxes) ?? [{ name, address: address ?? "" }];
}
