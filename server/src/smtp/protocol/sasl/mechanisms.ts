import { oauthBearerMechanism, xoauth2Mechanism } from "./bearer.ts";
import { cramMd5Mechanism } from "./cram-md5.ts";
import { loginMechanism } from "./login.ts";
import { plainMechanism } from "./plain.ts";
import type { SaslContext, SaslMechanism } from "./sasl.ts";
import { scramSha256Mechanism } from "./scram.ts";

/** The SASL mechanisms (RFC 4422) by name. */
export const MECHANISM_FACTORIES: ReadonlyMap<string, (context: SaslContext) => SaslMechanism> = new Map([
  ["PLAIN", plainMechanism],
  ["LOGIN", loginMechanism],
  ["CRAM-MD5", cramMd5Mechanism],
  ["XOAUTH2", xoauth2Mechanism],
  ["OAUTHBEARER", oauthBearerMechanism],
  ["SCRAM-SHA-256", scramSha256Mechanism],
]);
