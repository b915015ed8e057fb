import { readSubject } from "../mailbox/read-subject.ts";
import type { KeptMail, KeptMessage } from "../mailbox/store.ts";
import { type Details, deriveDetails, parseDetails, parseFindings, parseTags } from "./stored-values.ts";
import type { OnUnreadable } from "./unreadable-rows.ts";

/**
 * The columns of a message, besides `deleted`. They are read as BigInt where they are integers: SQLite's may be too large for a number,
 * and `node:sqlite` would refuse the whole query.
 */
export type MessageRow = Readonly<Record<(typeof MESSAGE_COLUMNS)[number], string | number | bigint | null>>;

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

/** Like `toKeptMessage`, with the source, which is referenced, not copied. */
export function toKeptMail(
  row: MessageRow,
  raw: readonly Uint8Array[] | undefined,
  onUnreadable: OnUnreadable,
): KeptMail | undefined {
  const message = toKeptMessage(
    row,
    raw?.reduce((sum, { length }) => sum + length, 0),
    onUnreadable,
  );
  return message && raw && { ...message, raw };
}

/**
 * Converts a row back. What cannot be read is replaced and reported: the envelope is then made from `sender` and `recipients`.
 *
 * @param sourceBytes bytes of the source that the file has
 * @returns undefined if the source is missing or not complete
 */
export function toKeptMessage(
  row: MessageRow,
  sourceBytes: unknown,
  onUnreadable: OnUnreadable,
): KeptMessage | undefined {
  const id = String(row.id);
  if (sourceBytes === undefined || sourceBytes === null || Number(sourceBytes) !== Number(row.size)) {
    onUnreadable("source", id);
    return undefined;
  }
  const details = parseDetails(row.details);
  if (details === undefined) onUnreadable("details", id);
  const orReport = <Value>(kind: Parameters<OnUnreadable>[0], value: Value | undefined, replacement: Value): Value => {
    if (value === undefined) onUnreadable(kind, id);
    return value ?? replacement;
  };
  const receivedAt = Date.parse(String(row.received_at));
  return {
    ...(details ?? deriveDetails(String(row.sender), String(row.recipients).split(", ").filter(Boolean))),
    id,
    seq: Number(row.seq),
    size: Number(row.size),
    sessionId: row.session_id === null ? null : String(row.session_id),
    receivedAt: orReport("receivedAt", Number.isNaN(receivedAt) ? undefined : receivedAt, Date.now()),
    findings: orReport("findings", parseFindings(row.findings), []),
    source: String(row.source),
    read: Number(row.read) === 1,
    tags: row.tags === null ? null : orReport<readonly string[] | null>("tags", parseTags(row.tags), null),
  };
}
