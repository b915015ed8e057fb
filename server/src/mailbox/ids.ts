import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `length` random characters of [0-9A-Za-z]. */
export function randomText(length: number): string {
  // The bias of % 62 costs a fraction of a bit; these are names, not keys.
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/**
 * Makes ids of 20 characters, [0-9A-Za-z]: the instance's own prefix and a counter. So an id never comes from a
 * message, never comes back after a restart, and costs no random numbers for each message.
 */
export function createIds(prefix: string): () => string {
  let count = 0;
  return function nextId() {
    count++;
    return prefix + count.toString(36).padStart(20 - prefix.length, "0");
  };
}
