import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `length` random characters of [0-9A-Za-z]. */
export function createRandomId(length: number): string {
  // The bias of % 62 costs a fraction of a bit; these are names, not keys.
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** Of an id. */
const ID_LENGTH = 20;

/**
 * The id of the message with this number: 20 characters, [0-9A-Za-z], the instance's own prefix and the number. So an id never comes
 * from a message, never comes back after a restart, costs no random numbers for each message, and leads to its place in the ring.
 * Sorted as text, the ids of one server are in the order in which its messages came, which the page counts on.
 */
export function formatMessageId(prefix: string, seq: number): string {
  return prefix + seq.toString(36).padStart(ID_LENGTH - prefix.length, "0");
}

/** The number of the message with this id, or of none where there never was such an id. */
export function parseMessageSeq(prefix: string, id: string): number {
  return id.length === ID_LENGTH && id.startsWith(prefix) ? Number.parseInt(id.slice(prefix.length), 36) : Number.NaN;
}
