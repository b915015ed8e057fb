import type { FaultContext, ScriptedFault } from "./hooks.ts";
import type { Question } from "./protocol/question.ts";
import type { SessionRecord } from "./protocol/record.ts";
import type { Session } from "./protocol/session.ts";

/** Where the session stands, for whoever looks for a scripted failure. */
export function faultContext(question: Question, session: Session, record: SessionRecord): FaultContext {
  const transaction = session.transaction;
  const at = question.stage;
  return {
    peer: record.peer.address,
    user: at === "auth" ? question.user : (record.auth?.user ?? null),
    from: at === "mail" ? question.path.address : (transaction?.from ?? null),
    to: at === "rcpt" ? [question.path.address] : (transaction?.to ?? []),
  };
}

/** How a fault stands in the transcript, e.g. `rcpt: 451 4.7.1 Greylisted, after 200 ms (fault f1)`. */
export function describeFault(stage: string, fault: ScriptedFault): string {
  const parts = [
    fault.drop === true ? "connection dropped" : fault.reply,
    fault.delay === undefined ? undefined : `after ${fault.delay} ms`,
    fault.tarpit === undefined ? undefined : `${fault.tarpit} ms between octets from here on`,
  ];
  return `${stage}: ${parts.filter((part) => part !== undefined).join(", ")} (fault ${fault.id})`;
}
