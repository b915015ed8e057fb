/**
 * How fast events are told. Few are told at the end of the turn in which they came. A frame costs a write for each who
 * listens, so telling of every turn would cost more than the mail itself: more than BURST within one WINDOW, and the
 * rest waits for its end, together, since nobody sees more than a screen shows in a sixtieth of a second. And what is
 * far more than anybody can follow is not told one by one at all: its summaries would cost half of what the mail does.
 */

const BURST_EVENTS = 32;
/** Milliseconds. */
const WINDOW_MS = 16;
/** Events that may be told at any time, in addition to what is told in the long run. */
const MAX_CREDIT_EVENTS = 1_000;
/** Events a second in the long run. */
const EVENTS_PER_SECOND = 2_000;

/** Milliseconds between two looks at a flood. */
export const OVERLOAD_CHECK_MS = 250;
/** Fewer events than this between two looks, and the flood is over. */
export const OVERLOAD_END_EVENTS = (EVENTS_PER_SECOND * OVERLOAD_CHECK_MS) / 1000;

export class RateLimiter {
  #windowStart = 0;
  #eventsInWindow = 0;
  #credit = MAX_CREDIT_EVENTS;
  #creditUpdatedAt = performance.now();

  /** Milliseconds until events may be told again; 0: at the end of this turn. */
  get delayMs(): number {
    return this.#eventsInWindow < BURST_EVENTS ? 0 : Math.max(1, this.#windowStart + WINDOW_MS - performance.now());
  }

  /** Whether so many can be told. */
  allows(events: number): boolean {
    const now = performance.now();
    this.#credit = Math.min(
      MAX_CREDIT_EVENTS,
      this.#credit + ((now - this.#creditUpdatedAt) / 1000) * EVENTS_PER_SECOND,
    );
    this.#creditUpdatedAt = now;
    return events <= this.#credit;
  }

  /** Notes that so many were told. */
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
