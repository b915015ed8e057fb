import { isCountedGroup, type Session } from "@mailglass/shared";
import { groupDigits } from "../../base/group-digits.ts";
import type { Log } from "../../base/log.ts";
import { linkCauses } from "../../mail/findings/link-causes.ts";
import { lintForRow } from "../../mail/lint-mail.ts";
import type { MessageHandle } from "../../mailbox/mailbox.ts";
import type { SessionSource } from "../../mailbox/session-log.ts";
import { formatMessageLine, formatSessionLine, formatTranscriptLine, sortByImportance } from "./format-lines.ts";

/*
 * Logs what arrives: a line for each message, and one for each session that was refused or failed, with its finding.
 *
 * Input: messages and closed sessions, as the mailbox and the engine report them. Each call compares two numbers and
 * appends to a queue of at most `LINES_PER_SECOND` items; content is not read.
 * Output: log lines, written one per turn of the event loop, after the turn in which the message was acknowledged.
 *
 * At most `LINES_PER_SECOND` lines are written per second. The rest are counted, and the count is one line at the end of
 * the second. Transcripts (level debug) are left out while the queue is full. A message that is expensive to read, or
 * already gone, gets a line without its subject and findings.
 */

/** Maximum number of lines per second. */
export const LINES_PER_SECOND = 20;
const WINDOW_MS = 1000;

export interface ActivityLogOptions {
  /** Level of the lines about messages and failed sessions. Transcript lines have level debug. */
  readonly level: "info" | "debug";
  /** Whether lines carry their values as members, for programs. */
  readonly withMembers: boolean;
}

type ClosedSession = Pick<SessionSource, "summary" | "details"> & { readonly isRefusedOrFailed: boolean };

export interface ActivityLog {
  onMessageAdded(message: MessageHandle): void;
  onSessionClosed(session: ClosedSession): void;
  close(): void;
}

/** Creates the log of messages and sessions; undefined if `log` would write none of its lines. */
export function createActivityLog(log: Log, options: ActivityLogOptions): ActivityLog | undefined {
  return log.isLevelEnabled(options.level) ? new QueuedActivityLog(log, options) : undefined;
}

class QueuedActivityLog implements ActivityLog {
  readonly #log: Log;
  readonly #options: ActivityLogOptions;
  readonly #hasTranscripts: boolean;
  #queue: (() => void)[] = [];
  #linesInWindow = 0;
  #skippedMessages = 0;
  #skippedSessions = 0;
  #isClosed = false;

  constructor(log: Log, options: ActivityLogOptions) {
    this.#log = log;
    this.#options = options;
    this.#hasTranscripts = log.isLevelEnabled("debug");
  }

  onMessageAdded(message: MessageHandle): void {
    if (this.#linesInWindow >= LINES_PER_SECOND) this.#skippedMessages++;
    else this.#enqueue(() => this.#writeMessage(message));
  }

  onSessionClosed(session: ClosedSession): void {
    if (session.isRefusedOrFailed) {
      if (this.#linesInWindow >= LINES_PER_SECOND) this.#skippedSessions++;
      else this.#enqueue(() => this.#writeSession(session));
    } else if (this.#hasTranscripts && this.#queue.length < LINES_PER_SECOND)
      this.#push(() => this.#writeTranscript(session.details()));
  }

  close(): void {
    this.#isClosed = true;
    this.#queue = [];
  }

  #enqueue(write: () => void): void {
    if (this.#linesInWindow++ === 0) setTimeout(this.#endWindow, WINDOW_MS).unref();
    this.#push(write);
  }

  #push(write: () => void): void {
    if (this.#isClosed) return;
    this.#queue.push(write);
    if (this.#queue.length === 1) setImmediate(this.#writeNext);
  }

  readonly #writeNext = (): void => {
    this.#queue.shift()?.();
    if (this.#queue.length > 0) setImmediate(this.#writeNext);
  };

  readonly #endWindow = (): void => {
    const messages = this.#skippedMessages;
    const sessions = this.#skippedSessions;
    this.#linesInWindow = 0;
    this.#skippedMessages = 0;
    this.#skippedSessions = 0;
    const counts = [
      ...(messages > 0 ? [`${groupDigits(messages)} more message${messages === 1 ? "" : "s"}`] : []),
      ...(sessions > 0 ? [`${groupDigits(sessions)} more failed session${sessions === 1 ? "" : "s"}`] : []),
    ];
    if (counts.length > 0 && !this.#isClosed) this.#write({ messages, sessions }, `… ${counts.join(" and ")}`);
  };

  #writeMessage(message: MessageHandle): void {
    const recipients = message.envelope.to.map(({ address }) => address);
    const content = message.readIfCheap((parsed) => ({
      subject: parsed.decodedField("subject"),
      findings: lintForRow(parsed),
    }));
    const findings = linkCauses([...message.wireFindings, ...(content?.findings ?? [])]);
    const faults = sortByImportance(
      findings.filter(({ severity, group }) => severity !== "info" && isCountedGroup(group)),
    );
    const codes = [...new Set(faults.map(({ code }) => code))];
    const { id, size } = message;
    const subject = content?.subject;
    this.#write(
      { message: id, from: message.envelope.from.address, to: recipients, subject, size, findings: codes },
      formatMessageLine({ recipients, subject, size, codes }),
    );
  }

  #writeSession(session: ClosedSession): void {
    const details = session.details();
    const { id, lastRefusal, findings } = details;
    if (this.#hasTranscripts) this.#writeTranscript(details);
    const codes = sortByImportance(findings).map(({ code }) => code);
    this.#write({ session: id, reply: lastRefusal, findings: codes }, formatSessionLine(details, findings));
  }

  #writeTranscript({ id, transcript }: Session): void {
    for (const line of transcript)
      this.#log.debug(this.#options.withMembers ? { session: id } : {}, `${id} ${formatTranscriptLine(line)}`);
  }

  #write(members: Record<string, unknown>, line: string): void {
    this.#log[this.#options.level](this.#options.withMembers ? members : {}, line);
  }
}
