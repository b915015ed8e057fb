import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Returns `length` random characters of [0-9A-Za-z]. */
export function createRandomId(length: number): string {
  // `% 62` is slightly biased, which does not matter: these are names, not keys.
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** Length of the prefix of ids, in characters. */
export const INSTANCE_LENGTH = 12;

/** Creates the prefix of ids: see `Mailbox.instance`. */
export const createInstance = (): string => createRandomId(INSTANCE_LENGTH);

/** Length of an id, in characters. */
export const ID_LENGTH = 20;

/** Numbers of a store above this one are damage: half of those that an id has characters for, so that there is room for later ones. */
export const MAX_STORED_SEQ = 36 ** (ID_LENGTH - INSTANCE_LENGTH) / 2;

/**
 * Formats the id of the message with this number: 20 characters of [0-9A-Za-z], the instance's prefix and then the number. So an id
 * does not depend on the message's content, is not used again after a restart, needs no random numbers per message, and gives the
 * position in the ring. Sorted as text, the ids of one server are in order of arrival. The page relies on that.
 */
export function formatMessageId(prefix: string, seq: number): string {
  return prefix + seq.toString(36).padStart(ID_LENGTH - prefix.length, "0");
}

/** Returns the number of the message with this id; for an id that is not of this server, a number that no message has. */
export function parseMessageSeq(prefix: string, id: string): number {
  return id.length === ID_LENGTH && id.startsWith(prefix) ? Number.parseInt(id.slice(prefix.length), 36) : Number.NaN;
}
