import { finishPlaintextExchange, MALFORMED, type SaslContext, type SaslMechanism } from "./sasl.ts";

const SOH = "\u0001";

/** XOAUTH2 (Google's): `user=` and `auth=Bearer` fields, each ended by ^A, the whole by another. */
export function xoauth2Mechanism(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    acceptsInitialResponse: true,
    respond(response) {
      const fields = response.split(SOH);
      const user = fieldValue(fields, "user=");
      const token = bearerToken(fields);
      return user === undefined || token === undefined ? MALFORMED : finishPlaintextExchange(context, user, token);
    },
  };
}

/** OAUTHBEARER (RFC 7628 §3.1): a GS2 header that may name the user, then ^A and key-value pairs. */
export function oauthBearerMechanism(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    acceptsInitialResponse: true,
    respond(response) {
      const [header = "", ...fields] = response.split(SOH);
      const [binding, identity = ""] = header.split(",");
      const token = bearerToken(fields);
      if ((binding !== "n" && binding !== "y") || token === undefined) return MALFORMED;
      const user = identity.startsWith("a=") ? identity.slice(2).replace(/=2C/gi, ",").replace(/=3D/gi, "=") : "oauth";
      return finishPlaintextExchange(context, user, token);
    },
  };
}

function fieldValue(fields: readonly string[], prefix: string): string | undefined {
  return fields.find((candidate) => candidate.toLowerCase().startsWith(prefix))?.slice(prefix.length);
}

function bearerToken(fields: readonly string[]): string | undefined {
  return fieldValue(fields, "auth=bearer ")?.trim();
}
