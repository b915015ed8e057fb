import type { HtmlCheck } from "../checks.ts";
import type { DkimCheck } from "../dkim-check.ts";
import type { LinkStatus } from "../link-check.ts";
import type { SpamCheck } from "../spam-check.ts";
import type { Client } from "./client.ts";

/** The results of a message's checks. Each is requested once, when it is first read. */
export class MessageCheckResults {
  readonly #client: Client;
  readonly #params: { readonly id: string };
  #html: Promise<HtmlCheck | null> | undefined;
  #dkim: Promise<DkimCheck> | undefined;
  #spam: Promise<SpamCheck> | undefined;

  constructor(client: Client, id: string) {
    this.#client = client;
    this.#params = { id };
  }

  /** How mail clients support the HTML, by client and by feature; null if the message has none. */
  get html(): Promise<HtmlCheck | null> {
    this.#html ??= this.#client.getChecks({ params: this.#params, query: { network: false } }).then(({ html }) => html);
    return this.#html;
  }

  /** The DKIM signatures, and whether their domains align with From. */
  get dkim(): Promise<DkimCheck> {
    this.#dkim ??= this.#client.getDkimCheck({ params: this.#params });
    return this.#dkim;
  }

  /** The scores of the spam filters that the server was started with. The message is sent to them. */
  get spam(): Promise<SpamCheck> {
    this.#spam ??= this.#client.getSpamCheck({ params: this.#params });
    return this.#spam;
  }

  /** Requests each link once, if the server was started with `--check-links`. That may use up a one-time link. */
  async links(): Promise<LinkStatus[]> {
    return (await this.#client.checkLinks({ params: this.#params })).links;
  }
}
