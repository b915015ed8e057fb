import type { HookContext, SmtpHooks, SmtpSession } from "./hooks.ts";
import type { Decision, DecisionRequest } from "./protocol/decision.ts";
import { REPLIES } from "./protocol/replies.ts";
import { isReply, parseReply, type Reply } from "./protocol/reply.ts";
import type { Session } from "./protocol/session.ts";

/** Calls the hook of a decision request. Returns the hook's answer, which may be a promise. */
export function callHook(hooks: SmtpHooks, request: DecisionRequest, session: Session, record: SmtpSession): unknown {
  switch (request.stage) {
    case "connect":
      return hooks.onConnect?.(createHookContext(session, record));
    case "helo":
      return hooks.onHelo?.({ ...createHookContext(session, record), greeting: request.greeting, name: request.name });
    case "auth": {
      const { mechanism, user, secret } = request;
      return hooks.onAuth?.({ ...createHookContext(session, record), mechanism, user, secret });
    }
    case "mail":
      return hooks.onMail?.({ ...createHookContext(session, record), path: request.path });
    case "rcpt":
      return hooks.onRcpt?.({ ...createHookContext(session, record), path: request.path });
    case "data":
      return hooks.onData?.(createHookContext(session, record));
    case "message":
      break;
  }
  const message = hooks.onMessage && session.detachMessage();
  if (message === undefined) return undefined;
  return hooks.onMessage?.({ ...message, session: record, receivedAt: Date.now() });
}

export function createHookContext(session: Session, record: SmtpSession): HookContext {
  const transaction = session.transaction;
  return { session: record, from: transaction?.from ?? null, to: transaction?.to ?? [] };
}

/** Converts a hook's answer into a decision. Throws a TypeError if it is not a valid reply. */
export function toDecision(answer: unknown): Decision {
  if (answer === undefined || answer === null) return undefined;
  return Array.isArray(answer) ? answer.map(toReply) : toReply(answer);
}

function toReply(answer: unknown): Reply {
  const reply = typeof answer === "string" ? parseReply(answer) : answer;
  if (!isReply(reply)) throw new TypeError(`A hook returned something that is not an SMTP reply: ${String(answer)}`);
  return reply;
}

/** The decision if a hook throws or returns an invalid reply. */
export const HOOK_FAILED: Decision = REPLIES.hookFailed;

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
