/**
 * Limits the rate at which events are delivered. A few events are delivered at the end of the turn in which they occur. A frame
 * costs one write per listener, so delivery in every turn would cost more than receiving the mail. After more than BURST events
 * within one WINDOW, the rest is delivered together at the end of the window: a screen shows no more than one frame in a
 * sixtieth of a second. At a far higher rate, events are not delivered individually at all: building their rows would cost
 * more than receiving the mail. How high that is depends on what an event costs on this machine.
 */

const BURST_EVENTS = 32;
/** Milliseconds. */
const WINDOW_MS = 16;
/** Events that may be delivered at any time, in addition to the sustained rate. */
const MAX_CREDIT_EVENTS = 1_000;
/** Sustained rate, in events per second: at least and at most. */
const MIN_EVENTS_PER_SECOND = 1_000;
const MAX_EVENTS_PER_SECOND = 2_000;
/** Share of the time that may be spent on events, as far as these rates allow. */
const TIME_SHARE = 0.3;
/** Number of events whose costs are averaged. The first ones cost several times as much. */
const AVERAGED_EVENTS = 500;

/** Time between two checks during an overload, in ms. */
export const OVERLOAD_CHECK_MS = 250;

export class RateLimiter {
  #windowStart = 0;
  #eventsInWindow = 0;
  #credit = MAX_CREDIT_EVENTS;
  #creditUpdatedAt = performance.now();
  /** Average cost of an event, in ms. */
  #eventMs = 0;

  /** Returns the time until events may be delivered again, in ms; 0: at the end of this turn. */
  get delayMs(): number {
    return this.#eventsInWindow < BURST_EVENTS ? 0 : Math.max(1, this.#windowStart + WINDOW_MS - performance.now());
  }

  /** Events per second that may be delivered for long. */
  get #sustainedRate(): number {
    const rate = (TIME_SHARE * 1000) / this.#eventMs;
    return Math.max(MIN_EVENTS_PER_SECOND, Math.min(MAX_EVENTS_PER_SECOND, rate));
  }

  /** Whether this many events may be delivered. */
  allows(events: number): boolean {
    const now = performance.now();
    this.#credit = Math.min(
      MAX_CREDIT_EVENTS,
      this.#credit + ((now - this.#creditUpdatedAt) / 1000) * this.#sustainedRate,
    );
    this.#creditUpdatedAt = now;
    return events <= this.#credit;
  }

  /** Whether an overload is over if there were this many events since the last check. */
  endsOverload(events: number): boolean {
    return events <= (this.#sustainedRate * OVERLOAD_CHECK_MS) / 1000;
  }

  /**
   * Records the delivery of this many events.
   *
   * @param ms how long it took to build and send them
   */
  record(events: number, ms: number): void {
    this.#credit -= events;
    this.#eventMs += (ms - events * this.#eventMs) / Math.max(events, AVERAGED_EVENTS);
    const now = performance.now();
    if (now >= this.#windowStart + WINDOW_MS) {
      this.#windowStart = now;
      this.#eventsInWindow = 0;
    }
    this.#eventsInWindow += events;
  }
}
