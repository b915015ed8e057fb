/** An HTTP request, as far as a log line names it. */
interface TrackedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

/** The description of a server that has nothing to do. */
export const IDLE_DESCRIPTION = "no request in progress";

/** Requests that one description names. */
const MAX_DESCRIBED_REQUESTS = 3;
/** Characters of a URL that are shown. */
const MAX_URL_LENGTH = 200;

/**
 * What the server is doing, so that a long block of the event loop can be attributed: HTTP requests in progress and
 * messages received. A request costs one insertion into a set and one deletion; a message costs two additions.
 *
 * A request that ended stays until the next `reset()`: its work may be what blocked the loop.
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

  /** Forgets what is over. Costs nothing for requests that are still in progress. */
  reset(): void {
    if (this.#ended.length > 0) {
      for (const request of this.#ended) this.#requests.delete(request);
      this.#ended = [];
    }
    this.#messages = 0;
    this.#messageBytes = 0;
  }

  /** What was in progress at any time since the last `reset()`, newest request first. */
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
