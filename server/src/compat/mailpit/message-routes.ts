import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { runWhereCheap } from "../../mail/worker/run-where-cheap.ts";
import { partJob } from "../../mail/worker/view-jobs.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { serveWrite } from "../../request/write-route.ts";
import { enclosedHeaders } from "../enclosed.ts";
import type { Mailpit } from "./face.ts";
import { linkCheck } from "./link-check.ts";
import { messageOf } from "./message.ts";
import { badRequest, messageOfPath, notFound, ok, parametersOf } from "./request.ts";
import { readSearch } from "./search.ts";
import { headersJob, htmlCheckJob, linksJob, messageJob, thumbnailJob, withoutBccJob } from "./worker-jobs.ts";
import { writes } from "./writes.ts";

interface MessageRoute {
  readonly Params: { readonly id: string; readonly part?: string };
}

type MessageRequest = FastifyRequest<MessageRoute>;

/** One message, by its id or as `latest`: whole, its headers, its source, its parts, and what Mailpit says of it. */
export function messageRoutes(app: FastifyInstance, face: Mailpit): void {
  const { mailbox, tags, worker } = face;

  /** A route below a message, and below a part of it. */
  function of(path: string, answer: (message: StoredMessage, request: MessageRequest, reply: FastifyReply) => unknown) {
    app.get<MessageRoute>(`/api/v1/message/:id${path}`, async (request, reply) => {
      const message = await messageOfPath(face, request.params.id, parametersOf(request));
      return message === undefined ? notFound(reply) : answer(message, request, reply);
    });
  }

  of("", async (message, request, reply) => {
    const { receivedAt } = message;
    const read = await runWhereCheap(worker, messageJob, message, { receivedAt }, request.signal);
    const answer = joinedObject(messageOf(await mailbox.row(message), tags, message), read);
    if (!message.read && mayMark(request)) mailbox.mark(message.id, { read: true });
    return sendPieces(reply, answer);
  });

  of("/headers", async (message, request, reply) => {
    const headers = await runWhereCheap(worker, headersJob, message, { id: message.id }, request.signal);
    return sendPieces(reply, headers);
  });

  of("/raw", (message, request, reply) => {
    const save = parametersOf(request)["dl"] === "1";
    if (save) reply.header("content-disposition", `attachment; filename="${message.id}.eml"`);
    return reply.type("text/plain; charset=utf-8").send(message.raw());
  });

  of("/part/:part", async (message, request, reply) => {
    const { part: number = "" } = request.params;
    const found = await runWhereCheap(worker, partJob, message, { number }, request.signal);
    if (found === null) return notFound(reply);
    const { part, bytes } = found;
    const headers = enclosedHeaders(part.type, part.filename ?? `part-${number}`);
    return reply.headers(headers).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });

  of("/part/:part/thumb", async (message, request, reply) => {
    const { part = "" } = request.params;
    const image = await worker.run(thumbnailJob, message, { part }, request.signal);
    return image === null ? badRequest(reply, "there is no such part") : reply.type("image/jpeg").send(image);
  });

  of("/html-check", async (message, request, reply) => {
    const check = await worker.run(htmlCheckJob, message, null, request.signal);
    return check === null ? badRequest(reply, "message does not contain HTML") : reply.type(JSON_TYPE).send(check);
  });

  of("/link-check", async (message, request) => {
    const { follow = "" } = parametersOf(request);
    const links = await worker.run(linksJob, message, null, request.signal);
    return linkCheck(links, { fetch: face.fetchLinks, follow: follow === "true" || follow === "1" });
  });

  serveWrite(app, writes.releaseMessage, async ({ params, body: { To: to }, request, reply }) => {
    if (face.relay === null) return badRequest(reply, "SMTP relay is not enabled: start with --relay");
    const message = await messageOfPath(face, params.id, {});
    if (message === undefined) return notFound(reply);
    if (to.length === 0) return badRequest(reply, "No valid addresses found");
    const ranges = await runWhereCheap(worker, withoutBccJob, message, null, request.signal);
    const source = ranges.map(({ start, end }) => message.raw().subarray(start, end));
    const outcome = await face.release(source, {
      from: message.envelope.from.address,
      upstream: null,
      to,
    });
    return outcome.type === "sent" ? ok(reply) : badRequest(reply, outcome.reason);
  });
}

const JSON_TYPE = "application/json; charset=utf-8";

/** JSON of an object with these members, and those of another object whose JSON is there already. */
function joinedObject(members: object, [first = EMPTY_OBJECT, ...rest]: readonly Uint8Array[]): Uint8Array[] {
  return [Buffer.from(`${JSON.stringify(members).slice(0, -1)},`), first.subarray(1), ...rest];
}

const EMPTY_OBJECT = Buffer.from("{}");

/** Pieces, since to copy them into one would take as long as to read the message. */
function sendPieces(reply: FastifyReply, pieces: readonly Uint8Array[]): FastifyReply {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  return reply.type(JSON_TYPE).header("content-length", size).send(Readable.from(pieces));
}

/**
 * Mailpit marks a message as read when it is fetched, and its clients count on that. But any page can make a browser
 * fetch an address: what a browser fetches for another site marks nothing. Neither does a HEAD, nor a search for the
 * latest message that was not understood, since that may be any message.
 */
function mayMark(request: MessageRequest): boolean {
  const { query = "", tz } = parametersOf(request);
  const site = request.headers["sec-fetch-site"];
  const isFromClient = site === undefined || site === "same-origin" || site === "none";
  return request.method === "GET" && isFromClient && readSearch(query, tz).problem === undefined;
}
