import { readSubject } from "../mailbox/read-subject.ts";
import type { KeptMail } from "../mailbox/store.ts";

/** The columns of a message, besides `seq` and `deleted`. */
export type MessageRow = Readonly<Record<(typeof MESSAGE_COLUMNS)[number], string | number | null>>;

export const MESSAGE_COLUMNS = [
  "seq",
  "id",
  "received_at",
  "sender",
  "recipients",
  "subject",
  "size",
  "source",
  "session_id",
  "read",
  "tags",
  "findings",
  "details",
] as const;

/** What only Mailglass reads. */
type Details = Pick<KeptMail, "envelope" | "sessionLines" | "request" | "heapBytes" | "givenTags">;

/** Joins the chunks of a source; a single one is not copied. */
export function joinRaw(raw: readonly Uint8Array[]): Uint8Array {
  const [only] = raw;
  return raw.length === 1 && only !== undefined ? only : Buffer.concat(raw);
}

export function toMessageRow(mail: KeptMail): MessageRow {
  const { envelope, sessionLines, request, heapBytes, givenTags } = mail;
  const details: Details = { envelope, sessionLines, request, heapBytes, givenTags };
  return {
    seq: mail.seq,
    id: mail.id,
    received_at: new Date(mail.receivedAt).toISOString(),
    sender: envelope.from.address,
    recipients: envelope.to.map(({ address }) => address).join(", "),
    subject: readSubject(joinRaw(mail.raw)),
    size: mail.size,
    source: mail.source,
    session_id: mail.sessionId,
    read: Number(mail.read),
    tags: mail.tags && JSON.stringify(mail.tags),
    findings: JSON.stringify(mail.findings),
    details: JSON.stringify(details),
  };
}

/** Converts a row back. `raw` is referenced, not copied. */
export function toKeptMail(row: MessageRow, raw: Uint8Array): KeptMail {
  const details: Details = JSON.parse(String(row.details));
  return {
    ...details,
    id: String(row.id),
    seq: Number(row.seq),
    raw: [raw],
    size: raw.length,
    sessionId: row.session_id === null ? null : String(row.session_id),
    receivedAt: Date.parse(String(row.received_at)),
    findings: JSON.parse(String(row.findings)),
    source: String(row.source),
    read: row.read === 1,
    tags: row.tags === null ? null : JSON.parse(String(row.tags)),
  };
}
