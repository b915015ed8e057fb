import { MESSAGE_TIMEOUT_FACTOR, type SmtpLimits } from "./protocol/limits.ts";
import type { Session } from "./protocol/session.ts";

/** Measures how long a client has been idle, and how long its current message has taken. Times in milliseconds. */
export class IdleClock {
  #idleMs = 0;
  #messageInProgress: number | undefined;
  /** Time since `#messageInProgress` was first seen. */
  #messageMs = 0;
  #lastLineCount = 0;

  get idleMs(): number {
    return this.#idleMs;
  }

  reset(): void {
    this.#idleMs = 0;
  }

  /** Resets the idle time if the client made progress. Octets of an incomplete command line are not progress. */
  resetOnProgress({ isReceivingData, lineCount }: Session): void {
    if (!isReceivingData && lineCount === this.#lastLineCount) return;
    this.#lastLineCount = lineCount;
    this.#idleMs = 0;
  }

  advance(elapsedMs: number, session: Session): void {
    this.#idleMs += elapsedMs;
    const message = session.messageInProgress;
    this.#messageMs = message !== undefined && message === this.#messageInProgress ? this.#messageMs + elapsedMs : 0;
    this.#messageInProgress = message;
  }

  isTimedOut(session: Session, { idleTimeout, dataTimeout }: SmtpLimits): boolean {
    if (this.#messageMs >= MESSAGE_TIMEOUT_FACTOR * dataTimeout) return true;
    return this.#idleMs >= (session.isReceivingData ? dataTimeout : idleTimeout);
  }
}
