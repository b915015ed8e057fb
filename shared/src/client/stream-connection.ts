import type { StreamEvent } from "../stream-event.ts";

/** How events reach the client. */
export type StreamTransport = "websocket" | "events" | "polling";

export interface ConnectionHandlers {
  readonly onEvents: (events: readonly StreamEvent[]) => void;
  /** Called once, when the connection is closed or could not be opened, but not after `close`. */
  readonly onClose: () => void;
}

export interface StreamConnection {
  close(): void;
}

/** Opens the stream as a WebSocket. `headers` are sent if the implementation can do that (Node's can, a browser's cannot). */
export function connectWebSocket(
  url: URL,
  { onEvents, onClose }: ConnectionHandlers,
  CustomWebSocket: typeof WebSocket | undefined,
  headers: { readonly [name: string]: string } | undefined,
): StreamConnection {
  const target = new URL(url);
  target.protocol = target.protocol.replace(/^http/, "ws");
  const Socket = CustomWebSocket ?? globalThis.WebSocket;
  // Node's WebSocket accepts headers instead of subprotocols, which the DOM's types do not include.
  const socket: WebSocket =
    headers === undefined ? new Socket(target) : Reflect.construct(Socket, [target, { headers }]);
  let isClosed = false;
  socket.addEventListener("message", (message: MessageEvent<string>) => {
    if (!isClosed) onEvents(JSON.parse(message.data) as StreamEvent[]);
  });
  // An error is always followed by a close event.
  socket.addEventListener("close", () => {
    if (!isClosed) onClose();
    isClosed = true;
  });
  return {
    close() {
      isClosed = true;
      socket.close();
    },
  };
}

/** Opens the stream as server-sent events. */
export function connectEventSource(
  url: URL,
  { onEvents, onClose }: ConnectionHandlers,
  Source: typeof EventSource,
): StreamConnection {
  const target = new URL(url);
  target.protocol = target.protocol.replace(/^ws/, "http");
  const source = new Source(target);
  source.addEventListener("message", (message: MessageEvent<string>) => {
    onEvents([JSON.parse(message.data) as StreamEvent]);
  });
  // It would reconnect by itself, but not by a WebSocket.
  source.addEventListener("error", () => {
    source.close();
    onClose();
  });
  return { close: () => source.close() };
}

/** Position of the server's log of events. */
export interface PolledPosition {
  readonly instance: string;
  readonly seq: number;
}

/**
 * Asks for the position again and again. Where it has changed, `resync` says that the list has to be read again.
 *
 * @param known position that the client has already applied
 */
export function connectPolling(
  poll: () => Promise<PolledPosition>,
  intervalMs: number,
  known: PolledPosition | undefined,
  { onEvents, onClose }: ConnectionHandlers,
): StreamConnection {
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = known;
  let isFirst = true;
  const ask = async () => {
    try {
      const now = await poll();
      if (isClosed) return;
      const { seq, instance } = now;
      if (isFirst) onEvents([{ type: "hello", seq, instance, version: "" }]);
      if (last !== undefined && (last.instance !== instance || last.seq !== seq))
        onEvents([{ type: "resync", seq, reason: last.instance === instance ? "too-old" : "restarted" }]);
      last = now;
      isFirst = false;
      timer = setTimeout(() => void ask(), intervalMs);
    } catch {
      if (!isClosed) onClose();
      isClosed = true;
    }
  };
  void ask();
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
