import { formatMessageId } from "../../mailbox/message-ids.ts";
import type { NewMail } from "../../mailbox/shared/shared-store.ts";
import type { KeptMail } from "../../mailbox/store.ts";

/** What never changes of a message, besides its source. */
type Details = Omit<NewMail, "raw" | "size" | "findings" | "read" | "tags">;

export function encodeDetails(mail: NewMail): string {
  const { envelope, sessionId, sessionLines, receivedAt, source, request, heapBytes, givenTags } = mail;
  const details: Details = { envelope, sessionId, sessionLines, receivedAt, source, request, heapBytes, givenTags };
  return JSON.stringify(details);
}

/** The fields of a message's hash, in the order in which `toKeptMail` expects them. */
export const MESSAGE_FIELDS = ["details", "findings", "raw", "read", "tags"] as const;

/** Returns undefined if the message is gone. */
export function toKeptMail(instance: string, seq: number, values: readonly (Buffer | null)[]): KeptMail | undefined {
  const [details, findings, raw, read, tags] = values;
  if (!details || !findings || !raw) return undefined;
  const set = String(tags ?? "");
  return {
    ...(JSON.parse(String(details)) as Details),
    id: formatMessageId(instance, seq),
    seq,
    raw: [raw],
    size: raw.length,
    findings: JSON.parse(String(findings)),
    read: String(read) === "1",
    tags: set === "" ? null : JSON.parse(set),
  };
}
