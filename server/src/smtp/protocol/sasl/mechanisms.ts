import { oauthBearerMechanism, xoauth2Mechanism } from "./bearer.ts";
import { cramMd5Mechanism } from "./cram-md5.ts";
import { loginMechanism } from "./login.ts";
import { plainMechanism } from "./plain.ts";
import type { SaslContext, SaslMechanism } from "./sasl.ts";
import { scramSha256Mechanism } from "./scram.ts";

/** Mechanisms that clients choose although this server does not have them. */
const OTHER_MECHANISMS =
  /^(?:NTLM|GSSAPI|GSS-SPNEGO|DIGEST-MD5|EXTERNAL|ANONYMOUS|OTP|SKEY|XOAUTH|KERBEROS_V[45]|MSN|SCRAM-SHA-(?:1|224|256|384|512)(?:-PLUS)?)$/i;
/** RFC 4422 §3.1; a secret nearly always has small letters. */
const CAPITALS = /^[A-Z][A-Z0-9_-]{1,19}$/;

/** Whether `text` may be the name of a mechanism, and not a secret. */
export function isMechanismName(text: string): boolean {
  return MECHANISM_FACTORIES.has(text.toUpperCase()) || OTHER_MECHANISMS.test(text) || CAPITALS.test(text);
}

/** The SASL mechanisms (RFC 4422) by name. */
export const MECHANISM_FACTORIES: ReadonlyMap<string, (context: SaslContext) => SaslMechanism> = new Map([
  ["PLAIN", plainMechanism],
  ["LOGIN", loginMechanism],
  ["CRAM-MD5", cramMd5Mechanism],
  ["XOAUTH2", xoauth2Mechanism],
  ["OAUTHBEARER", oauthBearerMechanism],
  ["SCRAM-SHA-256", scramSha256Mechanism],
]);
