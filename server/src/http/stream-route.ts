import type { WebSocket } from "@fastify/websocket";
import { routes } from "@mailglass/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Static } from "typebox";
import { readRequest } from "../request/read-request.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./http-problem.ts";
import { StreamHub, type StreamSink } from "./stream-hub.ts";

/** Maximum number of simultaneous readers. */
const MAX_READERS = 1_000;

type StreamQuery = Static<(typeof routes.stream)["query"]>;

/** `GET /api/stream`: a WebSocket, or server-sent events, whichever is requested. */
export function addStreamRoute(app: FastifyInstance, { mailbox, info, log }: HttpDeps): void {
  const hub = new StreamHub(mailbox, info().version, log);
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
      const leave = hub.join(createEventStreamSink(reply, mailbox.instance), since, instance);
      reply.raw.once("close", leave);
    },
    wsHandler(socket, request) {
      const { since, instance } = readRequest(request, routes.stream).query;
      socket.once("close", hub.join(createWebSocketSink(socket), since, instance));
    },
  });
}

/** A reconnecting browser sends its position in Last-Event-ID. */
function resumePosition({ headers }: FastifyRequest, query: StreamQuery): StreamQuery {
  const [, instance, since] = /^(\w+):(\d{1,15})$/.exec(String(headers["last-event-id"] ?? "")) ?? [];
  return instance === undefined ? query : { instance, since: Number(since) };
}

function createWebSocketSink(socket: WebSocket): StreamSink {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  return {
    get backlogBytes() {
      return socket.bufferedAmount;
    },
    send: (frame, onSent) => socket.send(frame.asWebSocketMessage, { binary: false }, onSent),
    ping() {
      if (isAlive) socket.ping();
      else socket.terminate();
      isAlive = false;
    },
    close: () => socket.terminate(),
  };
}

function createEventStreamSink(reply: FastifyReply, instance: string): StreamSink {
  const { raw } = reply;
  // A connection that fails during a write is closed. An error without a handler would end the process.
  raw.on("error", () => raw.destroy());
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
  return {
    get backlogBytes() {
      return raw.writableLength;
    },
    send: (frame, onSent) => raw.write(frame.asServerSentEvents(instance), onSent),
    ping: () => raw.write(": still here\n\n"),
    close: () => void raw.destroy(),
  };
}
