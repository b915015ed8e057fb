import type { JobOutcome } from "./worker-protocol.ts";

/** Caches the most recently requested results. */
export class ResultCache {
  readonly #maxBytes: number;
  readonly #outcomes = new Map<string, JobOutcome>();
  #bytes = 0;

  /** @param maxBytes total size of the results. A single larger one is not cached. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): JobOutcome | undefined {
    const outcome = this.#outcomes.get(key);
    if (outcome === undefined) return undefined;
    this.#outcomes.delete(key);
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  add(key: string, outcome: JobOutcome): void {
    if (outcome.bytes > this.#maxBytes) return;
    this.#outcomes.set(key, outcome);
    this.#bytes += outcome.bytes;
    for (const [oldest, { bytes }] of this.#outcomes) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#outcomes.delete(oldest);
      this.#bytes -= bytes;
    }
  }

  clear(): void {
    this.#outcomes.clear();
    this.#bytes = 0;
  }
}
