import type { WebSocket } from "@fastify/websocket";
import { routes } from "@mailglass/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Static } from "typebox";
import type { FairWriter } from "../request/fair-writer.ts";
import { openResponseQueue, openWebSocketQueue } from "../request/open-frame-queue.ts";
import { readRequest } from "../request/read-request.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./http-problem.ts";
import { StreamHub, type StreamSink } from "./stream-hub.ts";

/** Maximum number of simultaneous readers. */
const MAX_READERS = 1_000;

type StreamQuery = Static<(typeof routes.stream)["query"]>;

/** `GET /api/stream`: a WebSocket, or server-sent events, whichever is requested. */
export function addStreamRoute(app: FastifyInstance, { mailbox, info, log, writer }: HttpDeps): void {
  const hub = new StreamHub(mailbox, info().version, log, writer.maxBacklogBytes);
  app.addHook("onClose", async () => hub.close());
  app.route({
    method: "GET",
    url: routes.stream.path,
    exposeHeadRoute: false,
    // Before the upgrade, so that a refusal is a problem document and not a WebSocket.
    preHandler: async (request) => {
      readRequest(request, routes.stream);
      if (hub.readerCount >= MAX_READERS)
        throw new HttpProblem("too-many", `There are already ${MAX_READERS} readers. Close some of them.`);
    },
    handler: (request, reply) => {
      const { query } = readRequest(request, routes.stream);
      if (!/text\/(event-stream|\*)|\*\/\*|^$/.test(request.headers.accept ?? "")) {
        throw new HttpProblem("not-acceptable", "Send Accept: text/event-stream, or open a WebSocket.");
      }
      const { since, instance } = resumePosition(request, query);
      reply.hijack();
      const leave = hub.join(createEventStreamSink(writer, reply, mailbox.instance), since, instance);
      reply.raw.once("close", leave);
    },
    wsHandler(socket, request) {
      const { since, instance } = readRequest(request, routes.stream).query;
      socket.once("close", hub.join(createWebSocketSink(writer, socket), since, instance));
    },
  });
}

/** A reconnecting browser sends its position in Last-Event-ID. */
function resumePosition({ headers }: FastifyRequest, query: StreamQuery): StreamQuery {
  const [, instance, since] = /^(\w+):(\d{1,15})$/.exec(String(headers["last-event-id"] ?? "")) ?? [];
  return instance === undefined ? query : { instance, since: Number(since) };
}

function createWebSocketSink(writer: FairWriter, socket: WebSocket): StreamSink {
  const queue = openWebSocketQueue(writer, socket);
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  return {
    get backlogBytes() {
      return queue.pendingBytes;
    },
    send: (frame, onSent) => queue.send(frame.asWebSocketMessage, onSent),
    ping() {
      if (isAlive) socket.ping();
      else socket.terminate();
      isAlive = false;
    },
    close: () => socket.terminate(),
  };
}

function createEventStreamSink(writer: FairWriter, reply: FastifyReply, instance: string): StreamSink {
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
  const queue = openResponseQueue(writer, raw);
  return {
    get backlogBytes() {
      return queue.pendingBytes;
    },
    send: (frame, onSent) => queue.send(frame.asServerSentEvents(instance), onSent),
    ping() {
      // In the middle of an event, it would become a part of its data.
      if (queue.pendingBytes === 0) raw.write(": still here\n\n");
    },
    close: () => void raw.destroy(),
  };
}
