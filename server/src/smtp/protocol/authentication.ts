import type { Dialogue } from "./dialogue.ts";
import type { BinaryString } from "./octets.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";
import { SaslExchange, type SaslState } from "./sasl/exchange.ts";

/** What stands in a transcript in place of a secret. */
export const MASKED = "********";

/** The AUTH command of a session (RFC 4954). */
export class Authentication {
  readonly #dialogue: Dialogue;
  #exchange: SaslExchange | undefined;
  #proved: { mechanism: string; user: string } | undefined;

  constructor(dialogue: Dialogue) {
    this.#dialogue = dialogue;
  }

  /** True while the lines that come are responses and no commands. */
  get isUnderWay(): boolean {
    return this.#exchange !== undefined;
  }

  /** AUTH mechanism [initial-response] (RFC 4954 §4). */
  auth(argument: BinaryString): void {
    const { policy, record } = this.#dialogue;
    if (policy.hidden.has("AUTH")) return this.#dialogue.refuse(REPLIES.notOffered);
    if (record.auth !== null) return this.#dialogue.refuse(REPLIES.alreadyAuthenticated);
    if (policy.auth.needsTls && record.tls === null) return this.#dialogue.refuse(REPLIES.authNeedsTls);
    const [name = "", initial, ...more] = argument.split(/ +/);
    if (name === "" || more.length > 0) return this.#dialogue.refuse(REPLIES.authSyntax);
    const exchange = SaslExchange.of(name, policy);
    if (exchange === undefined) return this.#dialogue.refuse(REPLIES.unknownMechanism);
    this.#proceed(exchange, exchange.begin(initial));
  }

  /** A line from the client within the exchange. */
  respond(line: BinaryString): void {
    const exchange = this.#exchange;
    if (exchange !== undefined) this.#proceed(exchange, exchange.respond(line));
  }

  #proceed(exchange: SaslExchange, state: SaslState): void {
    this.#exchange = undefined;
    if (state.type === "proved" && state.secret !== null && this.#dialogue.record.tls === null) {
      this.#dialogue.remark("auth-without-tls", exchange.mechanism);
    }
    switch (state.type) {
      case "more":
        this.#exchange = exchange;
        return this.#dialogue.say(state.reply);
      case "over":
        return this.#dialogue.refuse(state.reply);
      case "proved":
        this.#proved = { mechanism: exchange.mechanism, user: state.user };
        return this.#dialogue.ask({
          stage: "auth",
          mechanism: exchange.mechanism,
          user: state.user,
          secret: state.secret,
        });
    }
  }

  /** A response was longer than RFC 4954 §4 has it. */
  abort(reply: Reply): void {
    this.#exchange = undefined;
    this.#dialogue.refuse(reply);
  }

  /** The host let the user in, or did not. */
  answered(reply: Reply | undefined): void {
    const refused = reply !== undefined && isRefusal(reply);
    if (!refused) this.#dialogue.record.authenticated(this.#proved ?? null);
    this.#proved = undefined;
    this.#dialogue.say(reply ?? REPLIES.authenticated);
  }
}
