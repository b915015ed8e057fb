import { callHook, HOOK_FAILED, isPromise, toDecision } from "./call-hook.ts";
import { describeFault, LazyFaultContext } from "./fault-context.ts";
import type { ScriptedFault, SmtpHooks } from "./hooks.ts";
import type { Decision, DecisionRequest } from "./protocol/decision.ts";
import type { SessionRecord } from "./protocol/record/session-record.ts";
import type { Session } from "./protocol/session.ts";

/** What injected faults and asynchronous hooks need of the connection. */
export interface DecisionHost {
  isClosed(): boolean;
  /** Stops reading until `resumeAfterHook`. */
  pauseForHook(): void;
  /** Continues the session after a decision that was not made at once. */
  resumeAfterHook(): void;
  /** Sends all further output byte by byte, `delayMs` milliseconds apart. */
  startTarpit(delayMs: number): void;
  flush(): void;
  /** Closes the connection without a reply. */
  drop(): void;
  /** Closes the connection as soon as the client sends something. */
  dropOnNextData(): void;
}

export interface DecisionMakerOptions {
  readonly session: Session;
  readonly record: SessionRecord;
  readonly hooks: SmtpHooks;
  /** The decision on `connect`, in place of faults and hooks. */
  readonly refusal: Decision;
}

/** Answers the session's decision requests: first an injected fault, then the hook of the stage. */
export class DecisionMaker {
  readonly #session: Session;
  readonly #record: SessionRecord;
  readonly #hooks: SmtpHooks;
  readonly #refusal: Decision;
  readonly #host: DecisionHost;

  constructor({ session, record, hooks, refusal }: DecisionMakerOptions, host: DecisionHost) {
    this.#session = session;
    this.#record = record;
    this.#hooks = hooks;
    this.#refusal = refusal;
    this.#host = host;
  }

  /** Decides, now or later. Returns false if the session cannot continue yet, or if the connection was dropped. */
  decide(request: DecisionRequest): boolean {
    if (request.stage === "connect" && this.#refusal !== undefined) {
      this.#session.decide(this.#refusal);
      return true;
    }
    try {
      const context = new LazyFaultContext(request, this.#session, this.#record);
      const fault = this.#hooks.onFault?.(request.stage, context);
      if (!isPromise(fault)) return this.#decideWith(fault, request);
      this.#host.pauseForHook();
      void this.#awaitFault(fault, request);
      return false;
    } catch (error) {
      this.#onHookError(error);
      return true;
    }
  }

  #decideWith(fault: ScriptedFault | undefined, request: DecisionRequest): boolean {
    return fault === undefined ? this.#callHook(request) : this.#injectFault(fault, request);
  }

  async #awaitFault(answer: Promise<ScriptedFault | undefined>, request: DecisionRequest): Promise<void> {
    let canContinue = true;
    try {
      const fault = await answer;
      if (this.#host.isClosed()) return;
      canContinue = this.#decideWith(fault, request);
    } catch (error) {
      this.#onHookError(error);
    }
    if (canContinue) this.#host.resumeAfterHook();
  }

  #callHook(request: DecisionRequest): boolean {
    try {
      const answer = callHook(this.#hooks, request, this.#session, this.#record);
      if (isPromise(answer)) {
        this.#host.pauseForHook();
        void this.#awaitHook(answer);
        return false;
      }
      this.#session.decide(toDecision(answer));
    } catch (error) {
      this.#onHookError(error);
    }
    return true;
  }

  async #awaitHook(answer: Promise<unknown>): Promise<void> {
    try {
      this.#session.decide(toDecision(await answer));
    } catch (error) {
      this.#onHookError(error);
    }
    this.#host.resumeAfterHook();
  }

  #onHookError(error: unknown): void {
    this.#hooks.onError?.(error, this.#record);
    this.#session.decide(HOOK_FAILED);
  }

  #injectFault(fault: ScriptedFault, request: DecisionRequest): boolean {
    // Parsed before anything happens, because an invalid reply throws.
    const decision = toDecision(fault.reply);
    this.#session.recordEvent("fault", describeFault(request.stage, fault));
    if (fault.tarpit !== undefined) this.#host.startTarpit(fault.tarpit);
    if (fault.delay === undefined || fault.delay === 0) return this.#applyFault(fault, decision, request);
    this.#host.pauseForHook();
    const apply = () => {
      if (!this.#host.isClosed() && this.#applyFault(fault, decision, request)) this.#host.resumeAfterHook();
    };
    setTimeout(apply, fault.delay).unref();
    return false;
  }

  #applyFault(fault: ScriptedFault, decision: Decision, request: DecisionRequest): boolean {
    if (fault.drop === true) return this.#dropAtStage(request);
    if (decision === undefined) return this.#callHook(request);
    this.#session.decide(decision);
    return true;
  }

  /** At DATA the client gets 354, and is dropped when the first bytes of the message arrive. */
  #dropAtStage(request: DecisionRequest): boolean {
    if (request.stage === "data") {
      this.#session.decide();
      if (this.#session.isReceivingData && !this.#session.hasUnreadInput) {
        this.#host.dropOnNextData();
        return true;
      }
      this.#host.flush();
    }
    this.#host.drop();
    return false;
  }
}
