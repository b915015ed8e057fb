import type { FastifyInstance } from "fastify";
import { FanOut } from "../fan-out.ts";
import { webSocketListener } from "../frame-listeners.ts";
import type { Mailpit } from "./face.ts";
import { Frames, frame } from "./frames.ts";

/** Milliseconds within which changes of the counts are sent once. */
const STATS_INTERVAL = 250;
/** Milliseconds between pings. */
const PING_INTERVAL = 54_000;
/** Bytes of a frame. In place of a larger one clients are told to read the list again. */
const MAX_FRAME = 1024 * 1024;
/** Bytes that may wait for a slow listener before it is disconnected. */
const MAX_BACKLOG = 8 * 1024 * 1024;
/** Bytes that may wait for all listeners together. */
const MAX_TOTAL = 64 * 1024 * 1024;

/** `GET /api/events`: what happens, as Mailpit's page and clients expect it. */
export function eventRoutes(app: FastifyInstance, face: Mailpit): void {
  const { mailbox, version, log } = face;
  let stats: NodeJS.Timeout | undefined;
  const fanOut = new FanOut({
    name: "Mailpit's events",
    mailbox,
    log,
    createBuilder() {
      const frames = new Frames(face);
      return async (event) => {
        stats ??= setTimeout(sendStats, STATS_INTERVAL).unref();
        return frames.of(event).map(bounded);
      };
    },
    maxFrame: MAX_FRAME,
    maxBacklog: MAX_BACKLOG,
    maxTotal: MAX_TOTAL,
  });

  app.get("/api/events", { websocket: true }, (socket) => {
    const remove = fanOut.add(webSocketListener(socket));
    socket.send(statsFrame());
    const ping = setInterval(() => socket.ping(), PING_INTERVAL);
    socket.on("close", () => {
      clearInterval(ping);
      remove();
    });
  });

  function sendStats(): void {
    stats = undefined;
    fanOut.broadcast(Buffer.from(statsFrame()));
  }

  function statsFrame(): string {
    const { messages, unread } = mailbox.counts();
    return frame("stats", { Total: messages, Unread: unread, Version: version });
  }
}

function bounded(text: string): Buffer {
  const bytes = Buffer.from(text);
  return bytes.length > MAX_FRAME ? Buffer.from(frame("prune", null)) : bytes;
}
