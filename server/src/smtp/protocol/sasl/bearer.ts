import { clear, MALFORMED, type SaslContext, type SaslMechanism } from "./sasl.ts";

const SOH = "\u0001";

/** XOAUTH2 (Google's): `user=` and `auth=Bearer` fields, each ended by ^A, the whole by another. */
export function xoauth2(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    takesInitial: true,
    respond(response) {
      const fields = response.split(SOH);
      const user = field(fields, "user=");
      const token = bearer(fields);
      return user === undefined || token === undefined ? MALFORMED : clear(context, user, token);
    },
  };
}

/** OAUTHBEARER (RFC 7628 §3.1): a GS2 header that may name the user, then ^A and key-value pairs. */
export function oauthBearer(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    takesInitial: true,
    respond(response) {
      const [header = "", ...fields] = response.split(SOH);
      const [binding, identity = ""] = header.split(",");
      const token = bearer(fields);
      if ((binding !== "n" && binding !== "y") || token === undefined) return MALFORMED;
      const user = identity.startsWith("a=") ? identity.slice(2).replace(/=2C/gi, ",").replace(/=3D/gi, "=") : "oauth";
      return clear(context, user, token);
    },
  };
}

function field(fields: readonly string[], prefix: string): string | undefined {
  return fields.find((candidate) => candidate.toLowerCase().startsWith(prefix))?.slice(prefix.length);
}

function bearer(fields: readonly string[]): string | undefined {
  return field(fields, "auth=bearer ")?.trim();
}
