import type { ChildServer } from "../test/support/child-server.ts";
import type { Http } from "./http.ts";
import type { Limits, Model } from "./model.ts";

/** Operations that are shown when something fails. */
const REMEMBERED = 80;

/** The state that the actors of a soak share. */
export interface World {
  readonly server: ChildServer;
  readonly ports: { readonly smtp: number; readonly smtps: number; readonly lmtp: number };
  readonly http: Http;
  readonly model: Model;
  readonly limits: Limits & { readonly messageBytes: number };
  readonly history: History;
}

/** The last operations, to explain a failure. */
export class History {
  readonly #last: string[] = [];
  readonly #begun = performance.now();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  note(operation: string): void {
    this.#count += 1;
    this.#last.push(`${((performance.now() - this.#begun) / 1000).toFixed(3)} s ${operation}`);
    if (this.#last.length > REMEMBERED) this.#last.shift();
  }

  toString(): string {
    return this.#last.join("\n");
  }
}
