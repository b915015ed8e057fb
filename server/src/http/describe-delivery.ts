import type { Finding, Session } from "@mailglass/shared";
import type { EnvelopeLines } from "../mail/findings/place-envelope-findings.ts";
import { findFollowUps } from "../mailbox/follow-ups.ts";
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

/** Describes the delivery of a message with what its session says at this moment. */
export function describeDelivery(mailbox: Mailbox, message: StoredMessage): Delivery {
  const own = [...message.wireFindings, ...message.readerFindings];
  const { sessionId, sessionLines } = message;
  const session = sessionId === null ? undefined : mailbox.sessions.get(sessionId)?.details();
  if (session === undefined || sessionLines === undefined)
    return { findings: own, lines: undefined, sessionFailure: null };
  const followUps = findFollowUps(session, message, (id) => mailbox.handle(id)?.sessionLines);
  const followUpCodes = new Set(followUps.findings.map(({ code }) => code));
  return {
    findings: [...followUps.findings, ...own.filter(({ code }) => !followUpCodes.has(code))],
    lines: findEnvelopeLines(session, message),
    sessionFailure: followUps.isLast ? describeFailure(session, followUps.findings) : null,
  };
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
