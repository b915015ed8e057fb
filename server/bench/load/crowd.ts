import { connect, type Socket } from "node:net";

/** Paths of every kind of listener; those with `upgrade` are WebSockets. */
const LISTENERS = [
  { path: "/api/stream", upgrade: true },
  { path: "/api/stream", upgrade: false },
  { path: "/api/v2/websocket", upgrade: true },
  { path: "/api/v1/events", upgrade: false },
  { path: "/api/events", upgrade: true },
  { path: "/api/messages/wait?timeout=60000", upgrade: false },
];

const UPGRADE =
  "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/** Milliseconds without a byte after which nothing more is expected. */
const QUIET = 500;

export interface Crowd {
  /** Resolves to the bytes that arrived, once nothing more arrives. */
  quiet(): Promise<number>;
  /** Stops all of them from reading until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Opens `count` connections that listen, the same number of each kind. They read as fast as they can and ignore the content. */
export async function openCrowd(port: number, count: number, kinds = [0, 1, 2, 3, 4, 5]): Promise<Crowd> {
  const sockets: Socket[] = [];
  let bytes = 0;
  let last = performance.now();
  for (let at = 0; at < count; at++) {
    const { path, upgrade } = LISTENERS[kinds[at % kinds.length] ?? 0] ?? { path: "/", upgrade: false };
    const socket = connect({
      port,
      host: "127.0.0.1",
      onread: {
        buffer: SCRATCH,
        callback(length) {
          bytes += length;
          last = performance.now();
          return true;
        },
      },
    });
    socket.on("error", () => {});
    sockets.push(socket);
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${upgrade ? UPGRADE : ""}\r\n`);
  }
  const quiet = async () => {
    while (performance.now() - last < QUIET) await new Promise((resolve) => setTimeout(resolve, 50));
    return bytes;
  };
  last = performance.now();
  await quiet();
  return {
    quiet() {
      last = performance.now();
      return quiet();
    },
    pause() {
      for (const socket of sockets) socket.pause();
    },
    resume() {
      for (const socket of sockets) socket.resume();
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** All connections read into this buffer; nothing uses its content. */
const SCRATCH = Buffer.alloc(256 * 1024);
