import { oauthBearer, xoauth2 } from "./bearer.ts";
import { cramMd5 } from "./cram-md5.ts";
import { login } from "./login.ts";
import { plain } from "./plain.ts";
import type { SaslContext, SaslMechanism } from "./sasl.ts";
import { scramSha256 } from "./scram.ts";

/** Every SASL mechanism (RFC 4422) by its name. */
export const MECHANISMS: ReadonlyMap<string, (context: SaslContext) => SaslMechanism> = new Map([
  ["PLAIN", plain],
  ["LOGIN", login],
  ["CRAM-MD5", cramMd5],
  ["XOAUTH2", xoauth2],
  ["OAUTHBEARER", oauthBearer],
  ["SCRAM-SHA-256", scramSha256],
]);
