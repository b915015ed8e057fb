import type { FastifyInstance } from "fastify";
import type { WebSocket } from "ws";
import type { Mailpit } from "./face.ts";
import { Frames, frame } from "./frames.ts";

/** Milliseconds within which changes of the counts are told once. */
const STATS_INTERVAL = 250;
/** Milliseconds between pings. */
const PING_INTERVAL = 54_000;
/** Bytes that may wait for a slow reader before it is hung up on. */
const MAX_BACKLOG = 8 * 1024 * 1024;

/** `GET /api/events`: what happens, as Mailpit's page and clients hear it. */
export function eventRoutes(app: FastifyInstance, face: Mailpit): void {
  const { mailbox, version, takeWebSocket } = face;
  const sockets = new Set<WebSocket>();
  let stop: (() => void) | undefined;
  let stats: NodeJS.Timeout | undefined;

  app.get("/api/events", (request, reply) => {
    if (!takeWebSocket(request, reply, join)) reply.code(404).send();
  });

  function join(socket: WebSocket): void {
    if (sockets.size === 0) listen();
    sockets.add(socket);
    socket.send(statsFrame());
    const ping = setInterval(() => socket.ping(), PING_INTERVAL);
    socket.on("close", () => {
      clearInterval(ping);
      sockets.delete(socket);
      if (sockets.size === 0) rest();
    });
  }

  function listen(): void {
    const frames = new Frames(face);
    stop = mailbox.subscribe((events) => {
      for (const text of events.flatMap((event) => frames.of(event))) tell(text);
      stats ??= setTimeout(tellStats, STATS_INTERVAL);
    });
  }

  function rest(): void {
    stop?.();
    stop = undefined;
    clearTimeout(stats);
    stats = undefined;
  }

  function tellStats(): void {
    stats = undefined;
    tell(statsFrame());
  }

  function statsFrame(): string {
    const { messages, unread } = mailbox.counts();
    return frame("stats", { Total: messages, Unread: unread, Version: version });
  }

  function tell(text: string): void {
    for (const socket of sockets) {
      if (socket.bufferedAmount > MAX_BACKLOG) socket.terminate();
      else socket.send(text);
    }
  }
}
