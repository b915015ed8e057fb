import type { HookContext, SmtpHooks, SmtpSession } from "./hooks.ts";
import type { Question, Verdict } from "./protocol/question.ts";
import { REPLIES } from "./protocol/replies.ts";
import { isReply, parseReply, type Reply } from "./protocol/reply.ts";
import type { Session } from "./protocol/session.ts";

/** Asks the hook that a question belongs to; gives what it gave, at once or as a promise. */
export function ask(hooks: SmtpHooks, question: Question, session: Session, record: SmtpSession): unknown {
  switch (question.stage) {
    case "connect":
      return hooks.onConnect?.(contextOf(session, record));
    case "helo":
      return hooks.onHelo?.({ ...contextOf(session, record), greeting: question.greeting, name: question.name });
    case "auth": {
      const { mechanism, user, secret } = question;
      return hooks.onAuth?.({ ...contextOf(session, record), mechanism, user, secret });
    }
    case "mail":
      return hooks.onMail?.({ ...contextOf(session, record), path: question.path });
    case "rcpt":
      return hooks.onRcpt?.({ ...contextOf(session, record), path: question.path });
    case "data":
      return hooks.onData?.(contextOf(session, record));
    case "message":
      break;
  }
  const message = hooks.onMessage && session.handOver();
  if (message === undefined) return undefined;
  const { raw, size, heapBytes, envelope, findings } = message;
  return hooks.onMessage?.({ raw, size, heapBytes, envelope, findings, session: record, receivedAt: Date.now() });
}

export function contextOf(session: Session, record: SmtpSession): HookContext {
  const transaction = session.transaction;
  return { session: record, from: transaction?.from ?? null, to: transaction?.to ?? [] };
}

/** The verdict that a hook's answer stands for; throws where it is no valid reply. */
export function verdictOf(answer: unknown): Verdict {
  if (answer === undefined || answer === null) return undefined;
  return Array.isArray(answer) ? answer.map(replyOf) : replyOf(answer);
}

function replyOf(answer: unknown): Reply {
  const reply = typeof answer === "string" ? parseReply(answer) : answer;
  if (!isReply(reply)) throw new TypeError(`A hook answered with something that is no SMTP reply: ${String(answer)}`);
  return reply;
}

/** What the client gets when a hook failed. */
export const FAILED: Verdict = REPLIES.hookFailed;

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
