import { finishPlaintextExchange, malformed, type SaslContext, type SaslMechanism } from "./sasl.ts";

/** PLAIN (RFC 4616): authorization identity, NUL, authentication identity, NUL, password. The first is ignored. */
export function plainMechanism(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    acceptsInitialResponse: true,
    respond(response) {
      const fields = response.split("\0");
      const [authorizationId = "", user = "", password = ""] = fields;
      const nulCount = fields.length - 1;
      if (nulCount !== 2) return malformed(`PLAIN has ${nulCount} NUL of 2: authzid, user, password`);
      // RFC 4616 §2 requires a password. Here the second field is probably the password: it must not be shown as the user.
      if (password === "" && authorizationId !== "" && authorizationId !== user)
        return malformed("PLAIN has no password: the order is authzid, user, password");
      return finishPlaintextExchange(context, user, password);
    },
  };
}
