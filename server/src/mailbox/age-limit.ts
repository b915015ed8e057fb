import type { MailboxLimits } from "./mailbox.ts";

/** Creates the limit; undefined if messages may have any age. */
export function createAgeLimit(
  { ageMs }: Pick<MailboxLimits, "ageMs">,
  evictUntil: (time: number) => number | undefined,
): AgeLimit | undefined {
  return ageMs < Number.POSITIVE_INFINITY ? new AgeLimit(ageMs, evictUntil) : undefined;
}

/** Longest time that `setTimeout` accepts, in ms. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Evicts messages when they reach an age, in ms. One timer runs, for the oldest message: messages are in order of arrival.
 *
 * @param evictUntil evicts what was received at this time or earlier, in ms since the epoch; returns when the oldest remaining message
 *   was received, if there is one
 */
export class AgeLimit {
  readonly #ageMs: number;
  readonly #evictUntil: (time: number) => number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ageMs: number, evictUntil: (time: number) => number | undefined) {
    this.#ageMs = ageMs;
    this.#evictUntil = evictUntil;
  }

  onMessageAdded(receivedAt: number): void {
    if (this.#timer === undefined) this.#schedule(receivedAt);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #schedule(oldest: number): void {
    const delayMs = Math.min(Math.max(0, oldest + this.#ageMs - Date.now()), MAX_TIMEOUT_MS);
    this.#timer = setTimeout(this.#evict, delayMs);
    this.#timer.unref();
  }

  readonly #evict = (): void => {
    this.#timer = undefined;
    const oldest = this.#evictUntil(Date.now() - this.#ageMs);
    if (oldest !== undefined) this.#schedule(oldest);
  };
}
