import { finishPlaintextExchange, MALFORMED, type SaslContext, type SaslMechanism } from "./sasl.ts";

/** PLAIN (RFC 4616): authorization identity, NUL, authentication identity, NUL, password. The first is ignored. */
export function plainMechanism(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    acceptsInitialResponse: true,
    respond(response) {
      const [, user, password, ...more] = response.split("\0");
      if (user === undefined || password === undefined || more.length > 0) return MALFORMED;
      return finishPlaintextExchange(context, user, password);
    },
  };
}
