import type { BinaryString } from "./bytes/octets.ts";
import type { Verb } from "./grammar/command.ts";
import type { Reply } from "./reply.ts";
import type { SessionOutput } from "./session-output.ts";

/** How the last DATA ended; a new transaction or greeting clears it. */
type DataOutcome =
  | { readonly type: "none" }
  /** The client may have sent the message nevertheless. */
  | { readonly type: "refused"; readonly code: number }
  /** `hadMore`: more input had arrived already, so the client did not wait for the reply. */
  | { readonly type: "complete"; readonly hadMore: boolean; isReported: boolean };

const NONE: DataOutcome = { type: "none" };

/** What an unknown command looks like: text seldom begins with a word in capitals. */
const LOOKS_LIKE_COMMAND = /^[A-Z]{4,}(?:[ ]|$)/;

/** Explains unknown commands that follow DATA: they are often the text of a message. */
export class DataFollowUp {
  readonly #output: SessionOutput;
  #outcome: DataOutcome = NONE;

  constructor(output: SessionOutput) {
    this.#output = output;
  }

  onDataRefused(reply: Reply): void {
    // Without a MAIL in between, the word is the first of a line of text.
    if (this.#outcome.type === "complete" && this.#outcome.hadMore) return;
    this.#outcome = { type: "refused", code: reply.code };
  }

  onMessageEnd(hadMore: boolean): void {
    this.#outcome = { type: "complete", hadMore, isReported: false };
  }

  /** A known command arrived. */
  onCommand(verb: Verb, argument: BinaryString): void {
    const endsText = verb === "MAIL" || verb === "RSET" || verb === "EHLO" || verb === "HELO" || verb === "LHLO";
    if (endsText || (verb === "QUIT" && argument === "")) this.#outcome = NONE;
  }

  /** Adds the findings on an unknown command. `shown` is the line without secrets. */
  onUnknownCommand(shown: BinaryString): void {
    const outcome = this.#outcome;
    if (outcome.type === "refused") {
      const fix = `Wait for 354 before the text of a message: this looks like one, and its DATA was refused with ${outcome.code}`;
      this.#output.addFinding("unknown-command", shown, undefined, { fix });
      return;
    }
    if (outcome.type === "none" || (!outcome.hadMore && LOOKS_LIKE_COMMAND.test(shown))) {
      this.#output.addFinding("unknown-command", shown);
      return;
    }
    if (outcome.isReported) this.#output.record.findings.appendDetail("ended-early", shown);
    else this.#output.addFinding("ended-early", shown);
    outcome.isReported = true;
    const fix = "Double the dot at the start of every line: the message before ended at a line with only a dot";
    this.#output.addFinding("unknown-command", shown, undefined, { fix });
  }
}
