import type { BinaryString } from "./bytes/octets.ts";
import { offeredMechanisms } from "./policy.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";
import { SaslExchange, type SaslState } from "./sasl/exchange.ts";
import { isMechanismName } from "./sasl/mechanisms.ts";
import type { SessionOutput } from "./session-output.ts";

/** Replaces a secret in the transcript. */
export const MASKED_SECRET = "********";

/** The AUTH command of a session (RFC 4954). */
export class Authentication {
  readonly #output: SessionOutput;
  #exchange: SaslExchange | undefined;
  #verifiedIdentity: { mechanism: string; user: string } | undefined;

  constructor(output: SessionOutput) {
    this.#output = output;
  }

  /** True while lines are SASL responses instead of commands. */
  get isInProgress(): boolean {
    return this.#exchange !== undefined;
  }

  /** AUTH mechanism [initial-response] (RFC 4954 §4). */
  handleAuth(argument: BinaryString): void {
    const { policy, record } = this.#output;
    if (policy.hiddenExtensions.has("AUTH")) return this.#output.refuse(REPLIES.notOffered);
    if (record.auth !== null) return this.#output.refuse(REPLIES.alreadyAuthenticated);
    if (policy.auth.requiresTls && record.tls === null) {
      const fix = "Send STARTTLS before AUTH: AUTH is offered over TLS only";
      this.#output.addFinding("auth-refused", "a login needs TLS here", undefined, { fix });
      return this.#output.refuse(REPLIES.authNeedsTls);
    }
    const [name = "", initial, ...more] = argument.split(/ +/);
    if (name === "" || more.length > 0) {
      const detail =
        name === "" ? "AUTH names no mechanism" : `AUTH has ${more.length + 2} arguments; at most 2 are allowed`;
      this.#output.addFinding("auth-malformed", detail);
      return this.#output.refuse(REPLIES.authSyntax);
    }
    const exchange = SaslExchange.create(name, policy);
    if (exchange === undefined) return this.#refuseMechanism(name);
    this.#applyState(exchange, exchange.begin(initial));
  }

  /** Handles a line from the client during the exchange. */
  handleResponse(line: BinaryString): void {
    const exchange = this.#exchange;
    if (exchange !== undefined) this.#applyState(exchange, exchange.respond(line));
  }

  #refuseMechanism(name: BinaryString): void {
    const detail = isMechanismName(name) ? name : "what stands in place of the mechanism may be a secret";
    const fix = `Choose one of ${offeredMechanisms(this.#output.policy).join(", ")}`;
    this.#output.addFinding("auth-mechanism-unknown", detail, undefined, { fix });
    this.#output.refuse(REPLIES.unknownMechanism);
  }

  #applyState(exchange: SaslExchange, state: SaslState): void {
    this.#exchange = undefined;
    if (state.type === "verified" && state.secret !== null && this.#output.record.tls === null) {
      this.#output.addFinding("auth-without-tls", exchange.mechanismName);
    }
    switch (state.type) {
      case "challenge":
        this.#exchange = exchange;
        return this.#output.reply(state.reply);
      case "failed":
        if (state.shape !== undefined) this.#output.addFinding("auth-malformed", state.shape);
        if (state.user !== undefined) this.#addRefusedFinding(exchange.mechanismName, state.user);
        return this.#output.refuse(state.reply);
      case "verified":
        this.#verifiedIdentity = { mechanism: exchange.mechanismName, user: state.user };
        return this.#output.requestDecision({
          stage: "auth",
          mechanism: exchange.mechanismName,
          user: state.user,
          secret: state.secret,
        });
    }
  }

  #addRefusedFinding(mechanism: string, user: string): void {
    this.#output.addFinding("auth-refused", `user “${user}”, mechanism ${mechanism}`);
  }

  /** Ends the exchange: a response exceeds the limit of RFC 4954 §4. */
  abort(reply: Reply): void {
    this.#exchange = undefined;
    this.#output.refuse(reply);
  }

  /** Handles the host's decision on the user. */
  onDecision(reply: Reply | undefined): void {
    const isRefused = reply !== undefined && isRefusal(reply);
    const identity = this.#verifiedIdentity;
    if (!isRefused) this.#output.record.setAuth(identity ?? null);
    else if (identity !== undefined) this.#addRefusedFinding(identity.mechanism, identity.user);
    this.#verifiedIdentity = undefined;
    this.#output.reply(reply ?? REPLIES.authenticated);
  }
}
