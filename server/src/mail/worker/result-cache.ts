import type { JobOutcome } from "./worker-protocol.ts";

/** Maximum total size of cached results, in bytes. A single larger result is not cached. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024;

/** Caches the most recently requested results, up to 32 MiB. */
export class ResultCache {
  readonly #outcomes = new Map<string, JobOutcome>();
  #bytes = 0;

  get(key: string): JobOutcome | undefined {
    const outcome = this.#outcomes.get(key);
    if (outcome === undefined) return undefined;
    this.#outcomes.delete(key);
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  add(key: string, outcome: JobOutcome): void {
    if (outcome.bytes > MAX_CACHED_BYTES) return;
    this.#outcomes.set(key, outcome);
    this.#bytes += outcome.bytes;
    for (const [oldest, { bytes }] of this.#outcomes) {
      if (this.#bytes <= MAX_CACHED_BYTES) return;
      this.#outcomes.delete(oldest);
      this.#bytes -= bytes;
    }
  }

  clear(): void {
    this.#outcomes.clear();
    this.#bytes = 0;
  }
}
