import { formatMessageId } from "../../mailbox/message-ids.ts";
import type { NewMail } from "../../mailbox/shared/shared-store.ts";
import type { KeptMail } from "../../mailbox/store.ts";
import { deriveDetails, parseFindings, parseSharedDetails, parseTags, type SharedDetails } from "../stored-values.ts";
import type { OnUnreadable, UnreadableKind } from "../unreadable-rows.ts";

export function encodeDetails(mail: NewMail): string {
  const { envelope, sessionId, sessionLines, receivedAt, source, request, heapBytes, givenTags } = mail;
  const details: SharedDetails = {
    envelope,
    sessionId,
    sessionLines,
    receivedAt,
    source,
    request,
    heapBytes,
    givenTags,
  };
  return JSON.stringify(details);
}

/** The fields of a message's hash, in the order in which `toKeptMail` expects them. */
export const MESSAGE_FIELDS = ["details", "findings", "raw", "read", "tags"] as const;

/** What Redis has of a message: null if it has no such field, undefined if its key is of another type. */
export type MessageValues = readonly (Buffer | null)[] | undefined;

/** Converts the fields back. What cannot be read is replaced and reported. Returns undefined if the message is gone, or has no source. */
export function toKeptMail(
  instance: string,
  seq: number,
  values: MessageValues,
  onUnreadable: OnUnreadable,
): KeptMail | undefined {
  const id = formatMessageId(instance, seq);
  const [details, findings, raw, read, tags] = values ?? [];
  if (!raw) {
    if (values === undefined || values.some((value) => value !== null)) onUnreadable("source", id);
    return undefined;
  }
  const orReport = <Value>(kind: UnreadableKind, value: Value | undefined, replacement: Value): Value => {
    if (value === undefined) onUnreadable(kind, id);
    return value ?? replacement;
  };
  const set = String(tags ?? "");
  return {
    ...orReport("details", parseSharedDetails(details), createDetails()),
    id,
    seq,
    raw: [raw],
    size: raw.length,
    findings: orReport("findings", parseFindings(findings), []),
    read: String(read) === "1",
    tags: set === "" ? null : orReport<readonly string[] | null>("tags", parseTags(set), null),
  };
}

const createDetails = (): SharedDetails => ({
  ...deriveDetails("", []),
  sessionId: null,
  receivedAt: Date.now(),
  source: "smtp",
});
