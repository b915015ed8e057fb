import type { Finding, Session } from "@mailglass/shared";
import type { EnvelopeLines } from "../mail/findings/place-envelope-findings.ts";
import type { Mailbox, StoredMessage } from "../mailbox/mailbox.ts";

/** What is known now of the session that delivered a message. The session may still be open. */
export interface Delivery {
  /** Findings of the session that concern the message, then those on the message itself. */
  readonly findings: readonly Finding[];
  /** Undefined if the message did not arrive by SMTP, or if its session is not kept any more. */
  readonly lines: EnvelopeLines | undefined;
  /** Why the session failed after the message was accepted; null if it did not. */
  readonly sessionFailure: string | null;
}

/** Findings on what followed the data: they concern the message before. The engine has them in its table. */
const FOLLOW_UP_CODES: ReadonlySet<string> = new Set(["ended-early", "unknown-command"]);

/** Describes the delivery of a message with what its session says at this moment. */
export function describeDelivery(mailbox: Mailbox, message: StoredMessage): Delivery {
  const own = [...message.wireFindings, ...message.readerFindings];
  const { sessionId, sessionLines } = message;
  const session = sessionId === null ? undefined : mailbox.sessions.get(sessionId)?.details();
  if (session === undefined || sessionLines === undefined)
    return { findings: own, lines: undefined, sessionFailure: null };
  const nextLine = findNextMailLine(mailbox, session, message);
  const ownCodes = new Set(own.map(({ code }) => code));
  const followUps = session.findings.filter(
    (finding) =>
      FOLLOW_UP_CODES.has(finding.code) &&
      !ownCodes.has(finding.code) &&
      finding.places.some(
        (place) => place.in === "transcript" && place.line > sessionLines.end && place.line < nextLine,
      ),
  );
  return {
    findings: [...followUps, ...own],
    lines: findEnvelopeLines(session, message),
    sessionFailure: nextLine === Number.POSITIVE_INFINITY ? describeFailure(session, followUps) : null,
  };
}

/** Returns the transcript line at which the next message of the session begins; infinity if none followed. */
function findNextMailLine(mailbox: Mailbox, { messageIds }: Session, { id, sessionLines }: StoredMessage): number {
  for (const otherId of messageIds.slice(messageIds.indexOf(id) + 1)) {
    const line = mailbox.handle(otherId)?.sessionLines?.mail;
    if (line !== undefined && line > (sessionLines?.end ?? 0)) return line;
  }
  return Number.POSITIVE_INFINITY;
}

/** The path of `RCPT TO:<ann@example.com>`. */
const RCPT_PATH = /^RCPT TO\s*:\s*(?:[^<]*<)?(?<address>[^>\s]+)/i;

function findEnvelopeLines(
  { transcript }: Session,
  { envelope, sessionLines }: StoredMessage,
): EnvelopeLines | undefined {
  if (sessionLines === undefined) return undefined;
  const recipients = new Set(envelope.to.map(({ address }) => address));
  const rcpt = transcript.flatMap(({ number, kind, text }) => {
    if (kind !== "client" || number <= sessionLines.mail || number >= sessionLines.end) return [];
    const address = RCPT_PATH.exec(text)?.groups?.["address"];
    return address !== undefined && recipients.has(address) ? [{ address, line: number }] : [];
  });
  return { mail: sessionLines.mail, rcpt };
}

function describeFailure({ failed, lastRefusal, findings }: Session, followUps: readonly Finding[]): string | null {
  const cause = followUps.find(({ because }) => because === null);
  if (cause !== undefined) return cause.text;
  if (failed) return `The session failed after this message was accepted: ${lastRefusal}`;
  const interrupted = findings.find(({ code }) => code === "hung-up-mid-message");
  return interrupted === undefined ? null : `The session failed after this message was accepted: ${interrupted.text}`;
}
