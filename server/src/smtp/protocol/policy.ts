import type { Allocator } from "../../base/allocator.ts";
import type { Budgets } from "./budget.ts";
import type { ByteOps } from "./bytes/octets.ts";
import { EXTENSIONS, type Extension } from "./grammar/extension.ts";
import type { SmtpLimits } from "./limits.ts";
import type { StrictGroups } from "./record/wire-findings.ts";
import { prepareReply, type Reply } from "./reply.ts";
import type { Accounts, SaslCrypto } from "./sasl/sasl.ts";

/** The configuration and platform functions that all sessions of a listener share. */
export interface Policy {
  readonly hostname: string;
  /** LMTP (RFC 2033) instead of SMTP. */
  readonly lmtp: boolean;
  /** Strict mode: findings of these groups are refused. */
  readonly strict: StrictGroups;
  readonly limits: SmtpLimits;
  readonly hiddenExtensions: ReadonlySet<Extension>;
  /** Whether there is a certificate for STARTTLS. */
  readonly hasCertificate: boolean;
  /** Names for which the certificate is valid; empty if there is none, or if they are unknown. */
  readonly certificateNames: readonly string[];
  /** Before TLS, all but a few commands get 530 (RFC 3207 §4). */
  readonly requireTls: boolean;
  readonly auth: AuthPolicy;
  readonly byteOps: ByteOps;
  readonly allocator: Allocator;
  readonly budgets: Budgets;
  readonly crypto: SaslCrypto;
  /** A monotonic clock, in milliseconds. */
  now(): number;
}

export interface AuthPolicy {
  /** Undefined: any credentials are accepted. */
  readonly accounts: Accounts | undefined;
  /** The mechanisms that are offered and accepted; undefined: all. */
  readonly mechanisms: readonly string[] | undefined;
  /** MAIL before AUTH gets 530 (RFC 4954 §6). */
  readonly required: boolean;
  /** AUTH is neither offered nor accepted without TLS. */
  readonly requiresTls: boolean;
}

/** Whether a session may use `extension`. `isSecure`: TLS is active. */
export function isOffered(policy: Policy, extension: Extension, isSecure: boolean): boolean {
  if (policy.hiddenExtensions.has(extension)) return false;
  if (extension === "STARTTLS") return policy.hasCertificate && !isSecure;
  if (extension === "AUTH") return isSecure || !policy.auth.requiresTls;
  return true;
}

/** Mechanisms in the order of EHLO. SCRAM needs accounts, because the server has to prove that it knows the password, too. */
export function offeredMechanisms({ auth }: Policy): readonly string[] {
  const plain = ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"];
  const usable = auth.accounts === undefined ? plain : [...plain, "SCRAM-SHA-256"];
  return auth.mechanisms === undefined ? usable : usable.filter((mechanism) => auth.mechanisms?.includes(mechanism));
}

const ehloReplies = new WeakMap<Policy, Map<boolean, Reply>>();

/** The reply to EHLO and LHLO (RFC 5321 §4.1.1.1). It is long and frequent, so it is encoded once per policy. */
export function getEhloReply(policy: Policy, isSecure: boolean): Reply {
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
