import { offeredMechanisms, type Policy } from "../policy.ts";
import { REPLIES } from "../replies.ts";
import type { Reply } from "../reply.ts";
import { MECHANISM_FACTORIES } from "./mechanisms.ts";
import type { SaslMechanism } from "./sasl.ts";

/** Where an exchange stands after a line: a reply that asks for more or ends it, or who has proved what. */
export type SaslState =
  | { readonly type: "challenge"; readonly reply: Reply }
  | { readonly type: "failed"; readonly reply: Reply }
  | { readonly type: "verified"; readonly user: string; readonly secret: string | null };

/** The lines of an AUTH command (RFC 4954 §4): base64 around a mechanism. */
export class SaslExchange {
  readonly mechanismName: string;
  readonly #mechanism: SaslMechanism;

  private constructor(mechanismName: string, steps: SaslMechanism) {
    this.mechanismName = mechanismName;
    this.#mechanism = steps;
  }

  /** The exchange of mechanism `name`; undefined where that is not known, or cannot work here. */
  static create(name: string, policy: Policy): SaslExchange | undefined {
    const mechanismName = name.toUpperCase();
    const { accounts } = policy.auth;
    if (!offeredMechanisms(policy).includes(mechanismName)) return undefined;
    const steps = MECHANISM_FACTORIES.get(mechanismName)?.({
      accounts,
      crypto: policy.crypto,
      hostname: policy.hostname,
    });
    return steps === undefined ? undefined : new SaslExchange(mechanismName, steps);
  }

  /** Begins, with the initial response of the command; undefined where there was none. */
  begin(initial: string | undefined): SaslState {
    if (initial === undefined) return requestMore(this.#mechanism.prompt);
    if (!this.#mechanism.acceptsInitialResponse) return { type: "failed", reply: REPLIES.authSyntax };
    // A lone "=" stands for an empty initial response (RFC 4954 §4).
    return this.respond(initial === "=" ? "" : initial);
  }

  /** Goes on with a line from the client. */
  respond(line: string): SaslState {
    if (line === "*") return { type: "failed", reply: REPLIES.authCancelled };
    const response = decodeSaslBase64(line);
    if (response === undefined) return { type: "failed", reply: REPLIES.authMalformed };
    const step = this.#mechanism.respond(response);
    if (step.type === "challenge") return requestMore(step.octets);
    if (step.type === "malformed") return { type: "failed", reply: REPLIES.authMalformed };
    if (!step.valid) return { type: "failed", reply: REPLIES.authFailed };
    return { type: "verified", user: step.user, secret: step.secret };
  }
}

function requestMore(challenge: string): SaslState {
  return { type: "challenge", reply: { code: 334, text: btoa(challenge) } };
}

function decodeSaslBase64(line: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(line)) return undefined;
  try {
    return atob(line);
  } catch {
    return undefined;
  }
}
