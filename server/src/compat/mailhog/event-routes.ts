import type { FastifyInstance } from "fastify";
import { runInSlices } from "../../base/time-slice.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import type { FairWriter } from "../../request/fair-writer.ts";
import { FanOut, type FrameBuilder } from "../fan-out.ts";
import { createEventStreamListener, createWebSocketListener } from "../frame-listeners.ts";
import type { MailHogContext } from "./context.ts";
import { generateMessageJson, generatePreviewJson } from "./message-json.ts";

/** Milliseconds between keepalive lines, which prevent proxies from closing the connection. */
const KEEPALIVE_MS = 60_000;
/**
 * Maximum bytes of an event, unless the backlog is small. A larger message is sent with only the start of its source; clients can
 * fetch the rest.
 */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** The JSON of a source's start is less than this multiple of it. */
const MAX_GROWTH = 256;
/** Maximum bytes that may wait for a slow listener before it is disconnected, unless the backlog is small. */
const MAX_BACKLOG_BYTES = 32 * 1024 * 1024;
/** Characters encoded at a time. */
const BATCH_LENGTH = 64 * 1024;

/** Sends each new message, complete, to listeners: as server-sent events and over a WebSocket. */
export function addMailHogEventRoutes(app: FastifyInstance, writer: FairWriter, fanOut: FanOut): void {
  app.get("/v1/events", (_request, reply) => {
    reply.hijack();
    const response = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    response.flushHeaders();
    const listener = createEventStreamListener(writer, response);
    const keepalive = setInterval(() => {
      if (listener.pendingBytes === 0) response.write("keepalive: \n\n");
    }, KEEPALIVE_MS);
    const remove = fanOut.add(listener);
    response.on("close", () => {
      clearInterval(keepalive);
      remove();
    });
  });

  app.get("/v2/websocket", { websocket: true }, (socket) => {
    socket.on("close", fanOut.add(createWebSocketListener(writer, socket)));
  });
}

/** Sends new messages to listeners of both kinds, under all prefixes. */
export function createMailHogFanOut({ mailbox, hostname, log, writer }: MailHogContext): FanOut {
  const maxTotalBytes = writer.maxBacklogBytes;
  const maxFrameBytes = Math.min(MAX_FRAME_BYTES, maxTotalBytes / 2);
  const build: FrameBuilder = async (event) => {
    const message = event.type === "message.added" ? await mailbox.get(event.message.id) : undefined;
    return message === undefined ? [] : [await runInSlices(buildFrame(message, hostname, maxFrameBytes))];
  };
  return new FanOut({
    name: "MailHog's events",
    mailbox,
    log,
    createBuilder: () => build,
    maxFrameBytes,
    maxBacklogBytes: Math.min(MAX_BACKLOG_BYTES, maxTotalBytes),
    maxTotalBytes,
  });
}

function* buildFrame(message: StoredMessage, hostname: string, maxBytes: number): Generator<string, Buffer> {
  // The JSON contains the source at least twice.
  const whole =
    2 * message.size > maxBytes ? undefined : yield* encodeWithin(generateMessageJson(message, hostname), maxBytes);
  if (whole !== undefined) return whole;
  const preview = yield* encodeWithin(
    generatePreviewJson(message, hostname, Math.trunc(maxBytes / MAX_GROWTH)),
    Number.POSITIVE_INFINITY,
  );
  return preview ?? Buffer.alloc(0);
}

/** @returns undefined if the chunks have more than `limit` bytes */
function* encodeWithin(pieces: Iterable<string>, limit: number): Generator<string, Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  let batch = "";
  const flush = () => {
    const chunk = Buffer.from(batch);
    chunks.push(chunk);
    length += chunk.length;
    batch = "";
  };
  for (const piece of pieces) {
    batch += piece;
    if (batch.length >= BATCH_LENGTH) flush();
    if (length > limit) return undefined;
    yield "";
  }
  flush();
  return length > limit ? undefined : yield* concatenate(chunks, length);
}

/** Like `Buffer.concat`, which takes 10 ms for 16 MiB, in steps. */
function* concatenate(chunks: readonly Buffer[], length: number): Generator<string, Buffer> {
  const whole = Buffer.allocUnsafe(length);
  let at = 0;
  for (const chunk of chunks) {
    at += chunk.copy(whole, at);
    yield "";
  }
  return whole;
}
