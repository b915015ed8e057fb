import type { Budgets } from "./budget.ts";
import { EXTENSIONS, type Extension } from "./extension.ts";
import type { SmtpLimits } from "./limits.ts";
import type { Memory } from "./memory.ts";
import type { Octets } from "./octets.ts";
import { prepare, type Reply } from "./reply.ts";
import type { Accounts, SaslCrypto } from "./sasl/sasl.ts";

/** What the sessions of one listener have in common: all that they may know of the world. */
export interface Policy {
  readonly hostname: string;
  /** LMTP (RFC 2033) instead of SMTP. */
  readonly lmtp: boolean;
  /** Findings of severity error are refused. */
  readonly strict: boolean;
  readonly limits: SmtpLimits;
  readonly hidden: ReadonlySet<Extension>;
  /** Whether there is a certificate for STARTTLS. */
  readonly tls: boolean;
  /** 530 to all but the commands that lead to TLS (RFC 3207 §4). */
  readonly requireTls: boolean;
  readonly auth: AuthPolicy;
  readonly octets: Octets;
  readonly memory: Memory;
  readonly budgets: Budgets;
  readonly crypto: SaslCrypto;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

export interface AuthPolicy {
  /** Undefined: any credentials are taken. */
  readonly accounts: Accounts | undefined;
  /** Those that are offered and taken; undefined: all. */
  readonly mechanisms: readonly string[] | undefined;
  /** 530 to MAIL before AUTH (RFC 4954 §6). */
  readonly required: boolean;
  /** AUTH is neither offered nor taken without TLS. */
  readonly needsTls: boolean;
}

/** Whether the session may use `extension`, given whether TLS is active. */
export function offers(policy: Policy, extension: Extension, secure: boolean): boolean {
  if (policy.hidden.has(extension)) return false;
  if (extension === "STARTTLS") return policy.tls && !secure;
  if (extension === "AUTH") return secure || !policy.auth.needsTls;
  return true;
}

/** Mechanisms in the order in which they are offered. SCRAM proves the password to the client too, so it needs accounts. */
export function mechanisms({ auth }: Policy): readonly string[] {
  const plain = ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"];
  const able = auth.accounts === undefined ? plain : [...plain, "SCRAM-SHA-256"];
  return auth.mechanisms === undefined ? able : able.filter((mechanism) => auth.mechanisms?.includes(mechanism));
}

const greetings = new WeakMap<Policy, Map<boolean, Reply>>();

/** The answer to EHLO and LHLO: who we are, then what we offer (RFC 5321 §4.1.1.1). Kept, since it is long and most used. */
export function ehloReply(policy: Policy, secure: boolean): Reply {
  let kept = greetings.get(policy);
  if (kept === undefined) greetings.set(policy, (kept = new Map()));
  let reply = kept.get(secure);
  if (reply === undefined) {
    const offered = EXTENSIONS.filter((extension) => offers(policy, extension, secure));
    reply = prepare(250, undefined, policy.hostname, ...offered.map((extension) => keyword(policy, extension)));
    kept.set(secure, reply);
  }
  return reply;
}

function keyword(policy: Policy, extension: Extension): string {
  if (extension === "SIZE") return `SIZE ${policy.limits.messageSize}`;
  if (extension === "AUTH") return `AUTH ${mechanisms(policy).join(" ")}`;
  if (extension === "LIMITS") return `LIMITS RCPTMAX=${policy.limits.recipients}`;
  return extension;
}
