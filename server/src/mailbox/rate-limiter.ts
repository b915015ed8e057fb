/**
 * Limits the rate at which events are delivered. A few events are delivered at the end of the turn in which they occur. A frame
 * costs one write per listener, so delivery in every turn would cost more than receiving the mail. After more than BURST events
 * within one WINDOW, the rest is delivered together at the end of the window: a screen shows no more than one frame in a
 * sixtieth of a second. At a far higher rate, events are not delivered individually at all: building their rows would cost
 * half as much as receiving the mail.
 */

const BURST_EVENTS = 32;
/** Milliseconds. */
const WINDOW_MS = 16;
/** Events that may be delivered at any time, in addition to the sustained rate. */
const MAX_CREDIT_EVENTS = 1_000;
/** Sustained rate, in events per second. */
const EVENTS_PER_SECOND = 2_000;

/** Time between two checks during an overload, in ms. */
export const OVERLOAD_CHECK_MS = 250;
/** The overload is over if there are fewer events than this between two checks. */
export const OVERLOAD_END_EVENTS = (EVENTS_PER_SECOND * OVERLOAD_CHECK_MS) / 1000;

export class RateLimiter {
  #windowStart = 0;
  #eventsInWindow = 0;
  #credit = MAX_CREDIT_EVENTS;
  #creditUpdatedAt = performance.now();

  /** Returns the time until events may be delivered again, in ms; 0: at the end of this turn. */
  get delayMs(): number {
    return this.#eventsInWindow < BURST_EVENTS ? 0 : Math.max(1, this.#windowStart + WINDOW_MS - performance.now());
  }

  /** Whether this many events may be delivered. */
  allows(events: number): boolean {
    const now = performance.now();
    this.#credit = Math.min(
      MAX_CREDIT_EVENTS,
      this.#credit + ((now - this.#creditUpdatedAt) / 1000) * EVENTS_PER_SECOND,
    );
    this.#creditUpdatedAt = now;
    return events <= this.#credit;
  }

  /** Records the delivery of this many events. */
  record(events: number): void {
    this.#credit -= events;
    const now = performance.now();
    if (now >= this.#windowStart + WINDOW_MS) {
      this.#windowStart = now;
      this.#eventsInWindow = 0;
    }
    this.#eventsInWindow += events;
  }
}
