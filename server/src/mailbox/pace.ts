/**
 * How fast events are told. Few are told at the end of the turn in which they came. A frame costs a write for each who
 * listens, so telling of every turn would cost more than the mail itself: more than BURST within one WINDOW, and the
 * rest waits for its end, together, since nobody sees more than a screen shows in a sixtieth of a second. And what is
 * far more than anybody can follow is not told one by one at all: its summaries would cost half of what the mail does.
 */

const BURST = 32;
/** Milliseconds. */
const WINDOW = 16;
/** Events that may be told at any time, in addition to what is told in the long run. */
const CREDIT = 1_000;
/** Events a second in the long run. */
const SUSTAINED = 2_000;

/** Milliseconds between two looks at a flood. */
export const FLOOD_PAUSE = 250;
/** Fewer events than this between two looks, and the flood is over. */
export const FLOOD_END = (SUSTAINED * FLOOD_PAUSE) / 1000;

export class Pace {
  #windowFrom = 0;
  #toldInWindow = 0;
  #credit = CREDIT;
  #creditFrom = performance.now();

  /** Milliseconds until events may be told again; 0: at the end of this turn. */
  get pause(): number {
    return this.#toldInWindow < BURST ? 0 : Math.max(1, this.#windowFrom + WINDOW - performance.now());
  }

  /** Whether so many can be told. */
  affords(events: number): boolean {
    const now = performance.now();
    this.#credit = Math.min(CREDIT, this.#credit + ((now - this.#creditFrom) / 1000) * SUSTAINED);
    this.#creditFrom = now;
    return events <= this.#credit;
  }

  /** Notes that so many were told. */
  told(events: number): void {
    this.#credit -= events;
    const now = performance.now();
    if (now >= this.#windowFrom + WINDOW) {
      this.#windowFrom = now;
      this.#toldInWindow = 0;
    }
    this.#toldInWindow += events;
  }
}
