import { randomUUID } from "node:crypto";
import { type HeaderBlock, scanHeaderBlock } from "../mail/header-block.ts";
import { findField, readFieldAddresses } from "../mail/header-fields.ts";
import { removeFields } from "../mail/remove-fields.ts";

/** The message that a program handed over, and the arguments of its command line. */
export interface SendmailInput {
  readonly source: Buffer;
  /** Recipients on the command line. */
  readonly recipients: readonly string[];
  /** Also take recipients from the header fields (`-t`). */
  readonly fromHeaders: boolean;
  /** Reverse-path (`-f`); empty for the null reverse-path. */
  readonly sender: string;
  /** Display name (`-F`) for a From: field that has to be added. */
  readonly name: string | undefined;
  /** Domain for addresses without one. */
  readonly domain: string;
  readonly now: Date;
}

export interface OutgoingMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: Buffer;
}

const RECIPIENT_FIELDS = ["to", "cc", "bcc"];

/**
 * Prepares a message for sending: removes Bcc:, and adds From:, Date: and Message-ID: if they are missing (RFC 6409
 * §8). All other bytes are left unchanged.
 */
export function prepareOutgoing({
  source,
  recipients,
  fromHeaders,
  sender,
  name,
  domain,
  now,
}: SendmailInput): OutgoingMessage {
  const raw = stripMboxLine(source);
  const block = scanHeaderBlock(raw, 0);
  const qualify = (address: string) => (address.includes("@") || address === "" ? address : `${address}@${domain}`);
  const named = fromHeaders ? [...recipients, ...headerRecipients(raw, block)] : recipients;
  const from = qualify(sender);
  const missing = [
    ...(hasField(block, "from") ? [] : [`From: ${formatFrom(from === "" ? qualify("postmaster") : from, name)}`]),
    ...(hasField(block, "date") ? [] : [`Date: ${now.toUTCString().replace("GMT", "+0000")}`]),
    ...(hasField(block, "message-id") ? [] : [`Message-ID: <${randomUUID()}@${domain}>`]),
  ];
  const lineEnd = raw.includes("\r\n") ? "\r\n" : "\n";
  return {
    from,
    to: [...new Set(named.map(qualify).filter((address) => address !== ""))],
    source: Buffer.concat([
      Buffer.from(missing.map((line) => line + lineEnd).join("")),
      ...removeFields(raw, block, ["bcc", "resent-bcc"]),
      // A body without a blank line before it would become part of the header.
      ...(block.endedBy === "line" ? [Buffer.from(lineEnd)] : []),
      raw.subarray(block.end),
    ]),
  };
}

/**
 * Returns the text before the line that consists of a single dot, which ends the message unless a program passes
 * `-i`.
 */
export function cutAtLoneDot(source: Buffer): Buffer {
  const match = /(?:^|\n)\.\r?(?:\n|$)/.exec(source.toString("latin1"));
  if (!match) return source;
  return source.subarray(0, match.index + (match[0].startsWith("\n") ? 1 : 0));
}

/**
 * Returns all recipients named in the header. For a resent message, only the Resent- fields count (RFC 5322 §3.6.6).
 */
function headerRecipients(raw: Buffer, block: HeaderBlock): string[] {
  const resent = RECIPIENT_FIELDS.some((key) => hasField(block, `resent-${key}`));
  return RECIPIENT_FIELDS.flatMap((key) => readFieldAddresses(raw, block, resent ? `resent-${key}` : key)).map(
    ({ address }) => address,
  );
}

const hasField = (block: HeaderBlock, key: string): boolean => findField(block, key) !== undefined;

/** Formats a From: value. A display name is quoted (RFC 5322 §3.2.4), or encoded (RFC 2047) if it is not ASCII. */
function formatFrom(address: string, name: string | undefined): string {
  if (name === undefined || name === "") return address;
  const plain = name.replace(/\p{Cc}/gu, " ");
  const ascii = /^[ -~]*$/.test(plain);
  const shown = ascii ? `"${plain.replace(/["\\]/g, "\\$&")}"` : `=?UTF-8?B?${Buffer.from(plain).toString("base64")}?=`;
  return `${shown} <${address}>`;
}

/** QUIRK: programs that read mbox files also pass the line that separates its messages. */
function stripMboxLine(source: Buffer): Buffer {
  if (!source.subarray(0, 5).equals(Buffer.from("From "))) return source;
  return source.subarray(source.indexOf("\n") + 1);
}
