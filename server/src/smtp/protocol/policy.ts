import type { Allocator } from "../../base/allocator.ts";
import type { Budgets } from "./budget.ts";
import type { ByteOps } from "./bytes/octets.ts";
import { EXTENSIONS, type Extension } from "./grammar/extension.ts";
import type { SmtpLimits } from "./limits.ts";
import { prepareReply, type Reply } from "./reply.ts";
import type { Accounts, SaslCrypto } from "./sasl/sasl.ts";

/** What the sessions of one listener have in common: all that they may know of the world. */
export interface Policy {
  readonly hostname: string;
  /** LMTP (RFC 2033) instead of SMTP. */
  readonly lmtp: boolean;
  /** Findings of severity error are refused. */
  readonly strict: boolean;
  readonly limits: SmtpLimits;
  readonly hiddenExtensions: ReadonlySet<Extension>;
  /** Whether there is a certificate for STARTTLS. */
  readonly hasCertificate: boolean;
  /** 530 to all but the commands that lead to TLS (RFC 3207 §4). */
  readonly requireTls: boolean;
  readonly auth: AuthPolicy;
  readonly byteOps: ByteOps;
  readonly allocator: Allocator;
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
  readonly requiresTls: boolean;
}

/** Whether the session may use `extension`, given whether TLS is active. */
export function isOffered(policy: Policy, extension: Extension, isSecure: boolean): boolean {
  if (policy.hiddenExtensions.has(extension)) return false;
  if (extension === "STARTTLS") return policy.hasCertificate && !isSecure;
  if (extension === "AUTH") return isSecure || !policy.auth.requiresTls;
  return true;
}

/** Mechanisms in the order in which they are offered. SCRAM proves the password to the client too, so it needs accounts. */
export function offeredMechanisms({ auth }: Policy): readonly string[] {
  const plain = ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"];
  const usable = auth.accounts === undefined ? plain : [...plain, "SCRAM-SHA-256"];
  return auth.mechanisms === undefined ? usable : usable.filter((mechanism) => auth.mechanisms?.includes(mechanism));
}

const ehloReplies = new WeakMap<Policy, Map<boolean, Reply>>();

/** The answer to EHLO and LHLO: who we are, then what we offer (RFC 5321 §4.1.1.1). Kept, since it is long and most used. */
export function ehloReply(policy: Policy, isSecure: boolean): Reply {
  let repliesBySecurity = ehloReplies.get(policy);
  if (repliesBySecurity === undefined) ehloReplies.set(policy, (repliesBySecurity = new Map()));
  let reply = repliesBySecurity.get(isSecure);
  if (reply === undefined) {
    const offered = EXTENSIONS.filter((extension) => isOffered(policy, extension, isSecure));
    reply = prepareReply(
      250,
      undefined,
      policy.hostname,
      ...offered.map((extension) => formatEhloKeyword(policy, extension)),
    );
    repliesBySecurity.set(isSecure, reply);
  }
  return reply;
}

function formatEhloKeyword(policy: Policy, extension: Extension): string {
  if (extension === "SIZE") return `SIZE ${policy.limits.messageSize}`;
  if (extension === "AUTH") return `AUTH ${offeredMechanisms(policy).join(" ")}`;
  if (extension === "LIMITS") return `LIMITS RCPTMAX=${policy.limits.recipients}`;
  return extension;
}
