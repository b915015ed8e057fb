import type { FastifyInstance } from "fastify";
import { FanOut } from "../fan-out.ts";
import { createWebSocketListener } from "../frame-listeners.ts";
import type { MailpitContext } from "./context.ts";
import { EventFrames, formatFrame } from "./event-frames.ts";

/** Minimum milliseconds between two frames with counts. */
const STATS_INTERVAL_MS = 250;
/** Milliseconds between pings. */
const PING_INTERVAL_MS = 54_000;
/** Maximum bytes of a frame. Instead of a larger one, clients are asked to reload the list. */
const MAX_FRAME_BYTES = 1024 * 1024;
/** Maximum bytes that may wait for a slow listener before it is disconnected, unless the backlog is small. */
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;

/** `GET /api/events`: events in the format of Mailpit's page and clients. */
export function addMailpitEventRoutes(app: FastifyInstance, context: MailpitContext): void {
  const { mailbox, version, log, writer } = context;
  let statsTimer: NodeJS.Timeout | undefined;
  const fanOut = new FanOut({
    name: "Mailpit's events",
    mailbox,
    log,
    createBuilder() {
      const frames = new EventFrames(context);
      return async (event) => {
        statsTimer ??= setTimeout(sendStats, STATS_INTERVAL_MS).unref();
        return frames.build(event).map(encodeFrame);
      };
    },
    maxFrameBytes: MAX_FRAME_BYTES,
    maxBacklogBytes: Math.min(MAX_BACKLOG_BYTES, writer.maxBacklogBytes),
    maxTotalBytes: writer.maxBacklogBytes,
  });

  app.get("/api/events", { websocket: true }, (socket) => {
    const listener = createWebSocketListener(writer, socket);
    const remove = fanOut.add(listener);
    listener.send(Buffer.from(statsFrame()), () => {});
    const ping = setInterval(() => socket.ping(), PING_INTERVAL_MS);
    socket.on("close", () => {
      clearInterval(ping);
      remove();
    });
  });

  function sendStats(): void {
    statsTimer = undefined;
    fanOut.broadcast(Buffer.from(statsFrame()));
  }

  function statsFrame(): string {
    const { messages, unread } = mailbox.counts();
    return formatFrame("stats", { Total: messages, Unread: unread, Version: version });
  }
}

function encodeFrame(text: string): Buffer {
  const bytes = Buffer.from(text);
  return bytes.length > MAX_FRAME_BYTES ? Buffer.from(formatFrame("prune", null)) : bytes;
}
