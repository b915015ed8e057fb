import type { FastifyInstance } from "fastify";
import type { WebSocket } from "ws";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import type { MailHog } from "./face.ts";
import { messageOf } from "./message.ts";

/** Milliseconds between the lines that keep a proxy from hanging up. */
const KEEPALIVE = 60_000;
/** Bytes that may wait for a slow reader before it is hung up on; MailHog's frames are whole messages. */
const MAX_BACKLOG = 64 * 1024 * 1024;

/** Each new message, whole, to those who listen: as server-sent events, and over a WebSocket. */
export function eventRoutes(app: FastifyInstance, { mailbox, hostname, takeWebSocket }: MailHog): void {
  app.get("/v1/events", (request, reply) => {
    reply.hijack();
    const response = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    response.flushHeaders();
    const keepalive = setInterval(() => response.write("keepalive: \n\n"), KEEPALIVE);
    const stop = onAdded((message) => {
      if (response.writableLength > MAX_BACKLOG) response.destroy();
      else response.write(eventOf(JSON.stringify(messageOf(message, hostname), null, 2)));
    });
    request.raw.on("close", () => {
      clearInterval(keepalive);
      stop();
    });
  });

  app.get("/v2/websocket", (request, reply) => {
    if (!takeWebSocket(request, reply, join)) reply.code(404).send();
  });

  function join(socket: WebSocket): void {
    const stop = onAdded((message) => {
      if (socket.bufferedAmount > MAX_BACKLOG) socket.terminate();
      else socket.send(JSON.stringify(messageOf(message, hostname)));
    });
    socket.on("close", stop);
  }

  function onAdded(tell: (message: StoredMessage) => void): () => void {
    return mailbox.subscribe((events) => {
      for (const event of events) {
        const message = event.type === "message.added" ? mailbox.get(event.message.id) : undefined;
        if (message !== undefined) tell(message);
      }
    });
  }
}

const eventOf = (text: string) => `${text.replace(/^/gm, "data: ")}\n\n`;
