import type { HtmlCheck, MessageChecks } from "../checks.ts";

/** The results of a message's checks. They are requested once, when the first of them is read. */
export class MessageCheckResults {
  readonly #request: () => Promise<MessageChecks>;
  #results: Promise<MessageChecks> | undefined;

  constructor(request: () => Promise<MessageChecks>) {
    this.#request = request;
  }

  /** How mail clients support the HTML, by client and by feature; null if the message has none. */
  get html(): Promise<HtmlCheck | null> {
    return this.#load().then(({ html }) => html);
  }

  #load(): Promise<MessageChecks> {
    this.#results ??= this.#request();
    return this.#results;
  }
}
