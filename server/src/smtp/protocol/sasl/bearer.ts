import { finishPlaintextExchange, malformed, type SaslContext, type SaslMechanism } from "./sasl.ts";

const SOH = "\u0001";

/** XOAUTH2 (Google): the fields `user=` and `auth=Bearer`, each followed by ^A, and a final ^A. */
export function xoauth2Mechanism(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    acceptsInitialResponse: true,
    respond(response) {
      const fields = response.split(SOH);
      const user = findField(fields, "user=");
      const token = findBearerToken(fields);
      if (user === undefined) return malformed("XOAUTH2 has no field user=");
      if (token === undefined) return malformed("XOAUTH2 has no field auth=Bearer");
      return finishPlaintextExchange(context, user, token);
    },
  };
}

/** OAUTHBEARER (RFC 7628 §3.1): a GS2 header with an optional user, ^A, then key-value pairs. */
export function oauthBearerMechanism(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    acceptsInitialResponse: true,
    respond(response) {
      const [header = "", ...fields] = response.split(SOH);
      const [binding, identity = ""] = header.split(",");
      const token = findBearerToken(fields);
      if (binding !== "n" && binding !== "y") return malformed("OAUTHBEARER does not begin with n, or y,");
      if (token === undefined) return malformed("OAUTHBEARER has no field auth=Bearer");
      const user = identity.startsWith("a=") ? identity.slice(2).replace(/=2C/gi, ",").replace(/=3D/gi, "=") : "oauth";
      return finishPlaintextExchange(context, user, token);
    },
  };
}

function findField(fields: readonly string[], prefix: string): string | undefined {
  return fields.find((candidate) => candidate.toLowerCase().startsWith(prefix))?.slice(prefix.length);
}

function findBearerToken(fields: readonly string[]): string | undefined {
  return findField(fields, "auth=bearer ")?.trim();
}
