import { clear, MALFORMED, type SaslContext, type SaslMechanism } from "./sasl.ts";

/** PLAIN (RFC 4616): authorization identity, NUL, authentication identity, NUL, password. */
export function plain(context: SaslContext): SaslMechanism {
  return {
    prompt: "",
    takesInitial: true,
    respond(response) {
      const [, user, password, ...more] = response.split("\0");
      if (user === undefined || password === undefined || more.length > 0) return MALFORMED;
      return clear(context, user, password);
    },
  };
}
