import type { FaultContext } from "../base/fault-context.ts";
import type { ScriptedFault } from "./hooks.ts";
import type { DecisionRequest } from "./protocol/decision.ts";
import type { SessionRecord } from "./protocol/record/session-record.ts";
import type { Session } from "./protocol/session.ts";

/**
 * The context that `onFault` receives. One is created per decision request although faults are rare, so its fields are computed
 * on access. It is valid only while the request is pending.
 */
export class LazyFaultContext implements FaultContext {
  readonly #request: DecisionRequest;
  readonly #session: Session;
  readonly #record: SessionRecord;

  constructor(request: DecisionRequest, session: Session, record: SessionRecord) {
    this.#request = request;
    this.#session = session;
    this.#record = record;
  }

  get peer(): string {
    return this.#record.peer.address;
  }

  get user(): string | null {
    return this.#request.stage === "auth" ? this.#request.user : (this.#record.auth?.user ?? null);
  }

  get from(): string | null {
    return this.#request.stage === "mail" ? this.#request.path.address : (this.#session.transaction?.from ?? null);
  }

  get to(): readonly string[] {
    return this.#request.stage === "rcpt" ? [this.#request.path.address] : (this.#session.transaction?.to ?? []);
  }
}

/** Describes a fault for the transcript, e.g. `rcpt: 451 4.7.1 Greylisted, after 200 ms (fault f1)`. */
export function describeFault(stage: string, fault: ScriptedFault): string {
  const parts = [
    fault.drop === true ? "connection dropped" : fault.reply,
    fault.delay === undefined ? undefined : `after ${fault.delay} ms`,
    fault.tarpit === undefined ? undefined : `${fault.tarpit} ms between bytes from here on`,
  ];
  return `${stage}: ${parts.filter((part) => part !== undefined).join(", ")} (fault ${fault.id})`;
}
