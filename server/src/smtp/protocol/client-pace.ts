import type { Verb } from "./grammar/command.ts";
import type { SessionOutput } from "./session-output.ts";

/** A transaction that took less than this is never called slow, in milliseconds. */
const SLOW_MS = 1000;
/** Shorter pauses between two pieces of a message are those of a network, in milliseconds. */
const DATA_PAUSE_MS = 100;
/** Waiting for replies is reported from this many replies on, whatever time it took … */
const MANY_WAITS = 5;
/** … or from two on, if they took this long together, in milliseconds. */
const LOST_MS = 100;

/** Measures how long the client keeps the server waiting within a transaction, and whether pipelining would have helped. */
export class ClientPace {
  readonly #output: SessionOutput;
  /** Silence of the client before the newest input. */
  #newestPauseMs = 0;
  #silentMs = 0;
  #longestPauseMs = 0;
  #lineAfterLongestPause = 0;
  /** Time of both sides when the measurement began. */
  #startMs = 0;
  #waitCount = 0;
  #lostMs = 0;

  constructor(output: SessionOutput) {
    this.#output = output;
  }

  /** Input arrived after `pauseMs` in which the client was waited for. */
  onInput(pauseMs: number, isReceivingData: boolean, isIdle: boolean): void {
    this.#newestPauseMs = pauseMs;
    // Between two transactions a client may wait as long as it likes.
    if (isIdle) return this.restart();
    if (isReceivingData && pauseMs < DATA_PAUSE_MS) return;
    this.#silentMs += pauseMs;
    if (pauseMs <= this.#longestPauseMs) return;
    this.#longestPauseMs = pauseMs;
    this.#lineAfterLongestPause = this.#output.record.transcript.lineCount + 1;
  }

  /** A command of a transaction arrived. `waited`: the client had the reply to the command before it. */
  onCommand(verb: Verb, previousVerb: Verb | undefined, waited: boolean): void {
    if (verb === "MAIL") this.#waitCount = this.#lostMs = 0;
    if (!waited || (previousVerb !== "MAIL" && previousVerb !== "RCPT")) return;
    if (verb !== "RCPT" && verb !== "DATA" && verb !== "BDAT") return;
    this.#waitCount += 1;
    this.#lostMs += this.#newestPauseMs;
    if (verb !== "RCPT") this.#checkPipelining();
  }

  #checkPipelining(): void {
    const isMuch = this.#waitCount >= MANY_WAITS || (this.#waitCount >= 2 && this.#lostMs >= LOST_MS);
    const { greeting } = this.#output.record;
    if (!isMuch || greeting === null || greeting === "HELO" || !this.#output.offers("PIPELINING")) return;
    this.#output.addFinding("unused-pipelining", `${this.#waitCount} replies, ${formatMs(this.#lostMs)} lost`);
  }

  /** A transaction is over, or the session. Reports a client that was silent for most of the time. */
  checkSilence(): void {
    const { clientMs, serverMs } = this.#output.record;
    const totalMs = clientMs + serverMs - this.#startMs;
    if (totalMs > SLOW_MS && this.#silentMs > totalMs / 2) {
      const longest = `${formatMs(this.#longestPauseMs)} before line ${this.#lineAfterLongestPause}`;
      const detail = `${formatMs(this.#silentMs)} of ${formatMs(totalMs)}, of which ${longest}`;
      this.#output.addFinding("slow-client", detail, undefined, { line: this.#lineAfterLongestPause });
    }
    this.restart();
  }

  /** Begins the measurement again. */
  restart(): void {
    const { clientMs, serverMs } = this.#output.record;
    this.#startMs = clientMs + serverMs;
    this.#silentMs = 0;
    this.#longestPauseMs = 0;
  }
}

/** Formats milliseconds as in `1.6 s` or `12 ms`. */
function formatMs(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(0)} ms`;
}
