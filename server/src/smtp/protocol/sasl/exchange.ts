import { mechanisms, type Policy } from "../policy.ts";
import { REPLIES } from "../replies.ts";
import type { Reply } from "../reply.ts";
import { MECHANISMS } from "./mechanisms.ts";
import type { SaslMechanism } from "./sasl.ts";

/** Where an exchange stands after a line: a reply that asks for more or ends it, or who has proved what. */
export type SaslState =
  | { readonly type: "more"; readonly reply: Reply }
  | { readonly type: "over"; readonly reply: Reply }
  | { readonly type: "proved"; readonly user: string; readonly secret: string | null };

/** The lines of an AUTH command (RFC 4954 §4): base64 around a mechanism. */
export class SaslExchange {
  readonly mechanism: string;
  readonly #steps: SaslMechanism;

  private constructor(mechanism: string, steps: SaslMechanism) {
    this.mechanism = mechanism;
    this.#steps = steps;
  }

  /** The exchange of mechanism `name`; undefined where that is not known, or cannot work here. */
  static of(name: string, policy: Policy): SaslExchange | undefined {
    const mechanism = name.toUpperCase();
    const { accounts } = policy.auth;
    if (!mechanisms(policy).includes(mechanism)) return undefined;
    const steps = MECHANISMS.get(mechanism)?.({ accounts, crypto: policy.crypto, hostname: policy.hostname });
    return steps === undefined ? undefined : new SaslExchange(mechanism, steps);
  }

  /** Begins, with the initial response of the command; undefined where there was none. */
  begin(initial: string | undefined): SaslState {
    if (initial === undefined) return more(this.#steps.prompt);
    if (!this.#steps.takesInitial) return { type: "over", reply: REPLIES.authSyntax };
    // A lone "=" stands for an empty initial response (RFC 4954 §4).
    return this.respond(initial === "=" ? "" : initial);
  }

  /** Goes on with a line from the client. */
  respond(line: string): SaslState {
    if (line === "*") return { type: "over", reply: REPLIES.authCancelled };
    const response = fromBase64(line);
    if (response === undefined) return { type: "over", reply: REPLIES.authMalformed };
    const step = this.#steps.respond(response);
    if (step.type === "challenge") return more(step.octets);
    if (step.type === "malformed") return { type: "over", reply: REPLIES.authMalformed };
    if (!step.valid) return { type: "over", reply: REPLIES.authFailed };
    return { type: "proved", user: step.user, secret: step.secret };
  }
}

function more(challenge: string): SaslState {
  return { type: "more", reply: { code: 334, text: btoa(challenge) } };
}

function fromBase64(line: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(line)) return undefined;
  try {
    return atob(line);
  } catch {
    return undefined;
  }
}
