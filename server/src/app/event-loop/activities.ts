/** The parts of an HTTP request that a log line shows. */
interface TrackedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

/** The description of an idle server. */
export const IDLE_DESCRIPTION = "no request in progress";

/** Maximum number of requests in one description. */
const MAX_DESCRIBED_REQUESTS = 3;
/** Maximum characters of a URL in a description. */
const MAX_URL_LENGTH = 200;

/**
 * Tracks HTTP requests in progress and messages received, so that a long block of the event loop can be attributed. A
 * request costs one insertion into a set and one deletion; a message costs two additions.
 *
 * A finished request stays until the next `reset()`, because its work may have blocked the loop.
 */
export class Activities {
  readonly #requests = new Set<TrackedRequest>();
  #ended: TrackedRequest[] = [];
  #messages = 0;
  #messageBytes = 0;

  requestStarted(request: TrackedRequest): void {
    this.#requests.add(request);
  }

  requestEnded(request: TrackedRequest): void {
    this.#ended.push(request);
  }

  /** @param size bytes of the source */
  messageReceived(size: number): void {
    this.#messages += 1;
    this.#messageBytes += size;
  }

  /** Forgets finished work. Costs nothing for requests that are still in progress. */
  reset(): void {
    if (this.#ended.length > 0) {
      for (const request of this.#ended) this.#requests.delete(request);
      this.#ended = [];
    }
    this.#messages = 0;
    this.#messageBytes = 0;
  }

  /** Describes what was in progress at any time since the last `reset()`, newest request first. */
  describe(): string {
    const newest = [...this.#requests].slice(-MAX_DESCRIBED_REQUESTS).reverse();
    const unnamed = this.#requests.size - newest.length;
    const parts = [
      ...newest.map(({ method = "", url = "" }) => `${method} ${url.slice(0, MAX_URL_LENGTH)}`),
      ...(unnamed > 0 ? [`${unnamed} more requests`] : []),
      ...(this.#messages > 0 ? [`${this.#messages} messages received, ${this.#messageBytes} bytes`] : []),
    ];
    return parts.length > 0 ? parts.join(", ") : IDLE_DESCRIPTION;
  }
}
