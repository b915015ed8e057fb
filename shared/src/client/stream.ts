import type { StreamEvent } from "../stream-event.ts";

export interface StreamOptions {
  /** URL of the stream, http: or ws:. */
  readonly url: URL;
  /**
   * Called with events in order, each once, several at a time under load. `hello` is sent on every connection.
   * `resync` says that events were lost: reload the list, then apply the events that follow.
   */
  readonly onEvents: (events: readonly StreamEvent[]) => void;
  readonly onState?: (state: StreamState) => void;
  /** Resume after this event of this instance: `seq` and `instance` of a list, or of a stream. */
  readonly since?: number;
  readonly instance?: string;
  readonly WebSocket?: typeof WebSocket;
  /** Sent with the handshake if the WebSocket implementation can do that (Node's can, a browser's cannot). */
  readonly headers?: { readonly [name: string]: string };
  /** Milliseconds before the first reconnection, doubled for each further one up to `max`. */
  readonly backoff?: { readonly first: number; readonly max: number };
}

/** `retryAt` is in milliseconds since the epoch. */
export type StreamState =
  | { readonly type: "connecting" }
  | { readonly type: "open" }
  | { readonly type: "lost"; readonly retryAt: number }
  | { readonly type: "closed" };

export interface Stream {
  /** Reconnects now if it is waiting to: for a page that becomes visible again. */
  retry(): void;
  close(): void;
}

/**
 * Subscribes to `GET /api/stream` and reconnects, with growing delays, whenever the connection is lost. The position
 * in the stream is kept, so the server replays missed events, or sends `resync` if it no longer can.
 */
export function openStream(options: StreamOptions): Stream {
  const position = new StreamPosition(options.since, options.instance);
  const backoff = options.backoff ?? { first: 250, max: 10_000 };
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;

  const connect = () => {
    timer = undefined;
    options.onState?.({ type: "connecting" });
    const current = createSocket(options, position.resumeUrl(options.url));
    socket = current;
    current.addEventListener("message", (message: MessageEvent<string>) => {
      if (socket !== current) return;
      const batch: StreamEvent[] = JSON.parse(message.data);
      const events = position.acceptNewEvents(batch);
      if (events.some((event) => event.type === "hello")) {
        failures = 0;
        options.onState?.({ type: "open" });
      }
      if (events.length > 0) options.onEvents(events);
    });
    // An error is always followed by a close event.
    current.addEventListener("close", () => {
      if (socket === current) scheduleReconnect();
    });
  };

  const scheduleReconnect = () => {
    socket = undefined;
    // Half of the delay is random, so that many pages do not reconnect at the same moment.
    const delayMs = Math.min(backoff.max, backoff.first * 2 ** failures) * (0.5 + Math.random() / 2);
    failures += 1;
    timer = setTimeout(connect, delayMs);
    options.onState?.({ type: "lost", retryAt: Date.now() + delayMs });
  };

  const retry = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    connect();
  };

  connect();
  return {
    retry,
    close() {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      timer = undefined;
      const current = socket;
      socket = undefined;
      current?.close();
      options.onState?.({ type: "closed" });
    },
  };
}

/** Position in the stream: instance and last delivered event. */
class StreamPosition {
  #since: number | undefined;
  #instance: string | undefined;
  /** Instance of the connected server, which may differ from the one that `#since` belongs to. */
  #current: string | undefined;

  constructor(since: number | undefined, instance: string | undefined) {
    this.#since = since;
    this.#instance = instance;
  }

  resumeUrl(url: URL): URL {
    const target = new URL(url);
    target.protocol = target.protocol.replace(/^http/, "ws");
    if (this.#since !== undefined && this.#instance !== undefined) {
      target.searchParams.set("since", String(this.#since));
      target.searchParams.set("instance", this.#instance);
    }
    return target;
  }

  /** Returns the events not yet delivered, in order. */
  acceptNewEvents(events: readonly StreamEvent[]): StreamEvent[] {
    return events.filter((event) => {
      if (event.type === "hello") {
        this.#current = event.instance;
        // The newest number is our position only if nothing is going to be replayed up to it.
        if (this.#since === undefined) {
          this.#since = event.seq;
          this.#instance = event.instance;
        }
        return true;
      }
      if (event.type === "resync") {
        this.#since = event.seq;
        this.#instance = this.#current;
        return true;
      }
      if (this.#since !== undefined && event.seq <= this.#since) return false;
      this.#since = event.seq;
      return true;
    });
  }
}

function createSocket({ WebSocket: CustomWebSocket, headers }: StreamOptions, url: URL): WebSocket {
  const Socket = CustomWebSocket ?? globalThis.WebSocket;
  if (headers === undefined) return new Socket(url);
  // Node's WebSocket accepts headers instead of subprotocols, which the DOM's types do not include.
  return Reflect.construct(Socket, [url, { headers }]);
}
