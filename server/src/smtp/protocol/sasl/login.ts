import { finishPlaintextExchange, type SaslContext, type SaslMechanism } from "./sasl.ts";

/** LOGIN (draft-murchison-sasl-login): asked for user, then for password; the user may come as the initial response. */
export function loginMechanism(context: SaslContext): SaslMechanism {
  let user: string | undefined;
  return {
    prompt: "Username:",
    acceptsInitialResponse: true,
    respond(response) {
      if (user !== undefined) return finishPlaintextExchange(context, user, response);
      user = response;
      return { type: "challenge", octets: "Password:" };
    },
  };
}
