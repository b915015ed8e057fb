/** Callers that continue per turn of the event loop. */
const MAX_PER_TURN = 16;

/**
 * Lets a few callers continue per turn of the event loop, first come first served. For callers that would otherwise all
 * continue in the same turn, because they wait for the same result.
 */
export class TurnGate {
  readonly #waiting: (() => void)[] = [];

  /** Resolves in a later turn of the event loop. */
  pass(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    if (this.#waiting.length === 1) setImmediate(this.#open);
    return promise;
  }

  readonly #open = (): void => {
    for (const resolve of this.#waiting.splice(0, MAX_PER_TURN)) resolve();
    if (this.#waiting.length > 0) setImmediate(this.#open);
  };
}
