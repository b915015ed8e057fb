import type { StreamEvent } from "../stream-event.ts";

export interface StreamOptions {
  /** The stream's address, http: or ws:. */
  readonly url: URL;
  /**
   * Events in order, each once, several at a time under load. `hello` comes on every connection. `resync` says that
   * events are missing: read the list anew, then go on with what follows.
   */
  readonly onEvents: (events: readonly StreamEvent[]) => void;
  readonly onState?: (state: StreamState) => void;
  /** Go on after this event of this instance: `seq` and `instance` of a list that was read, or of a stream. */
  readonly since?: number;
  readonly instance?: string;
  readonly WebSocket?: typeof WebSocket;
  /** Sent with the handshake where the WebSocket at hand can do that (Node's can, a browser's cannot). */
  readonly headers?: { readonly [name: string]: string };
  /** Milliseconds before the first new attempt, doubled up to `max` from one to the next. */
  readonly backoff?: { readonly first: number; readonly max: number };
}

/** `retryAt` is in milliseconds since the epoch. */
export type StreamState =
  | { readonly type: "connecting" }
  | { readonly type: "open" }
  | { readonly type: "lost"; readonly retryAt: number }
  | { readonly type: "closed" };

export interface Stream {
  /** Connects now when it is waiting to do so: for a page that comes back to life. */
  retry(): void;
  close(): void;
}

/**
 * Listens to `GET /api/stream`, and connects again, with a growing pause, whenever the connection is lost. The place
 * in the stream is kept over that, so the server replays what was missed, or says `resync` where it no longer can.
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
    // An error is always followed by a close.
    current.addEventListener("close", () => {
      if (socket === current) scheduleReconnect();
    });
  };

  const scheduleReconnect = () => {
    socket = undefined;
    // Half of the pause is chance, so that many pages do not come back in the same moment.
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

/** Where a reader stands in the stream: the instance, and the last event that it was given. */
class StreamPosition {
  #since: number | undefined;
  #instance: string | undefined;
  /** Of the server that is connected, which may be another than the one that `#since` counts for. */
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

  /** Those that are new, in order. */
  acceptNewEvents(events: readonly StreamEvent[]): StreamEvent[] {
    return events.filter((event) => {
      if (event.type === "hello") {
        this.#current = event.instance;
        // The newest number is our place only where nothing is going to be replayed up to it.
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
  // Node's WebSocket takes headers in place of subprotocols; the DOM's types do not know it.
  return Reflect.construct(Socket, [url, { headers }]);
}
