import { finishPlaintextExchange, type SaslContext, type SaslMechanism } from "./sasl.ts";

/** LOGIN (draft-murchison-sasl-login): prompts for the user, then for the password. The user may be the initial response. */
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
