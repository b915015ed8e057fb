import type { StreamEvent } from "../stream-event.ts";
import {
  type ConnectionHandlers,
  connectEventSource,
  connectPolling,
  connectWebSocket,
  type PolledPosition,
  type StreamConnection,
  type StreamTransport,
} from "./stream-connection.ts";

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
  /** Used for server-sent events where a WebSocket cannot be opened, as behind some proxies. Default: no fallback. */
  readonly EventSource?: typeof EventSource;
  /** Asks for `seq` and `instance` of the server, where neither works. Changes are then reported as `resync`. Default: no fallback. */
  readonly poll?: () => Promise<PolledPosition>;
  /** Milliseconds between two polls. Default: 2000. */
  readonly pollInterval?: number;
  /** Milliseconds within which the first event must arrive, before the next way is tried. Default: 10000. */
  readonly openTimeout?: number;
  /** Milliseconds before the first reconnection, doubled for each further one up to `max`. */
  readonly backoff?: { readonly first: number; readonly max: number };
}

/** `retryAt` is in milliseconds since the epoch. */
export type StreamState =
  | { readonly type: "connecting" }
  | { readonly type: "open"; readonly transport: StreamTransport }
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
 *
 * Each attempt begins with a WebSocket. If that ends before the first event, the fallbacks of the options are tried.
 */
export function openStream(options: StreamOptions): Stream {
  const position = new StreamPosition(options.since, options.instance);
  const backoff = options.backoff ?? { first: 250, max: 10_000 };
  const transports = listTransports(options);
  let connection: StreamConnection | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let openTimer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;

  const connect = (transport: StreamTransport) => {
    timer = undefined;
    let isOpen = false;
    const onClose = () => {
      clearTimeout(openTimer);
      connection = undefined;
      const next = isOpen ? undefined : transports[transports.indexOf(transport) + 1];
      if (next === undefined) scheduleReconnect();
      else connect(next);
    };
    const onEvents = (batch: readonly StreamEvent[]) => {
      const events = position.acceptNewEvents(batch);
      if (events.some((event) => event.type === "hello")) {
        clearTimeout(openTimer);
        isOpen = true;
        failures = 0;
        options.onState?.({ type: "open", transport });
      }
      if (events.length > 0) options.onEvents(events);
    };
    openTimer = setTimeout(() => {
      connection?.close();
      onClose();
    }, options.openTimeout ?? 10_000);
    connection = openConnection(transport, options, position, { onEvents, onClose });
  };

  const start = () => {
    options.onState?.({ type: "connecting" });
    connect("websocket");
  };

  const scheduleReconnect = () => {
    // Half of the delay is random, so that many pages do not reconnect at the same moment.
    const delayMs = Math.min(backoff.max, backoff.first * 2 ** failures) * (0.5 + Math.random() / 2);
    failures += 1;
    timer = setTimeout(start, delayMs);
    options.onState?.({ type: "lost", retryAt: Date.now() + delayMs });
  };

  const retry = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    start();
  };

  start();
  return {
    retry,
    close() {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      clearTimeout(openTimer);
      timer = undefined;
      connection?.close();
      options.onState?.({ type: "closed" });
    },
  };
}

function listTransports({ EventSource: Source, poll }: StreamOptions): StreamTransport[] {
  return ["websocket", ...(Source ? ["events" as const] : []), ...(poll ? ["polling" as const] : [])];
}

const POLL_INTERVAL_MS = 2_000;

function openConnection(
  transport: StreamTransport,
  { url, WebSocket: Socket, EventSource: Source, poll, pollInterval, headers }: StreamOptions,
  position: StreamPosition,
  handlers: ConnectionHandlers,
): StreamConnection {
  if (transport === "events" && Source) return connectEventSource(position.resumeUrl(url), handlers, Source);
  if (transport === "polling" && poll)
    return connectPolling(poll, pollInterval ?? POLL_INTERVAL_MS, position.applied(), handlers);
  return connectWebSocket(position.resumeUrl(url), handlers, Socket, headers);
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
    if (this.#since !== undefined && this.#instance !== undefined) {
      target.searchParams.set("since", String(this.#since));
      target.searchParams.set("instance", this.#instance);
    }
    return target;
  }

  /** The last delivered event; undefined if nothing was delivered yet. */
  applied(): PolledPosition | undefined {
    if (this.#since === undefined || this.#instance === undefined) return undefined;
    return { seq: this.#since, instance: this.#instance };
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
