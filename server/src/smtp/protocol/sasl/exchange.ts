import { offeredMechanisms, type Policy } from "../policy.ts";
import { REPLIES } from "../replies.ts";
import type { Reply } from "../reply.ts";
import { MECHANISM_FACTORIES } from "./mechanisms.ts";
import type { SaslMechanism } from "./sasl.ts";

/** The state of an exchange after a line: continue with a challenge, failed, or the client's identity is verified. */
export type SaslState =
  | { readonly type: "challenge"; readonly reply: Reply }
  /** `shape`: how a malformed response differs from its form. `user`: whose credentials are wrong. */
  | { readonly type: "failed"; readonly reply: Reply; readonly shape?: string; readonly user?: string }
  | { readonly type: "verified"; readonly user: string; readonly secret: string | null };

/** An AUTH exchange (RFC 4954 §4): base64-encoded messages of a SASL mechanism. */
export class SaslExchange {
  readonly mechanismName: string;
  readonly #mechanism: SaslMechanism;

  private constructor(mechanismName: string, mechanism: SaslMechanism) {
    this.mechanismName = mechanismName;
    this.#mechanism = mechanism;
  }

  /** Creates an exchange for the mechanism `name`. Returns undefined if it is not offered. */
  static create(name: string, policy: Policy): SaslExchange | undefined {
    const mechanismName = name.toUpperCase();
    const { accounts } = policy.auth;
    if (!offeredMechanisms(policy).includes(mechanismName)) return undefined;
    const mechanism = MECHANISM_FACTORIES.get(mechanismName)?.({
      accounts,
      crypto: policy.crypto,
      hostname: policy.hostname,
    });
    return mechanism === undefined ? undefined : new SaslExchange(mechanismName, mechanism);
  }

  /** Begins the exchange. `initial` is the initial response of the command, if it has one. */
  begin(initial: string | undefined): SaslState {
    if (initial === undefined) return requestMore(this.#mechanism.prompt);
    if (!this.#mechanism.acceptsInitialResponse)
      return { type: "failed", reply: REPLIES.authSyntax, shape: `${this.mechanismName} takes no initial response` };
    // A lone "=" stands for an empty initial response (RFC 4954 §4).
    return this.respond(initial === "=" ? "" : initial);
  }

  /** Continues with a line from the client. */
  respond(line: string): SaslState {
    if (line === "*") return { type: "failed", reply: REPLIES.authCancelled };
    const response = decodeSaslBase64(line);
    if (response === undefined)
      return { type: "failed", reply: REPLIES.authMalformed, shape: describeBase64Fault(line) };
    const step = this.#mechanism.respond(response);
    if (step.type === "challenge") return requestMore(step.octets);
    if (step.type === "malformed") return { type: "failed", reply: REPLIES.authMalformed, shape: step.shape };
    if (!step.valid) return { type: "failed", reply: REPLIES.authFailed, user: step.user };
    return { type: "verified", user: step.user, secret: step.secret };
  }
}

function requestMore(challenge: string): SaslState {
  return { type: "challenge", reply: { code: 334, text: btoa(challenge) } };
}

function decodeSaslBase64(line: string): string | undefined {
  // RFC 4954 §4 requires the padding, which `atob` does not.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(line) || line.length % 4 !== 0) return undefined;
  try {
    return atob(line);
  } catch {
    return undefined;
  }
}

/** Says why a response is not base64 (RFC 4648 §4), by its characters and its length only. */
function describeBase64Fault(line: string): string {
  if (/\s/.test(line)) return "the base64 has spaces in it";
  const stray = /[^A-Za-z0-9+/=]/.test(line);
  if (stray) return "the response has characters that base64 does not have";
  return `the base64 has ${line.length} characters, which is not a multiple of 4`;
}
