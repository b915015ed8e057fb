import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { bodyHtml } from "../../mail/body-text.ts";
import { scanHeaderBlock } from "../../mail/header-block.ts";
import { partBytes } from "../../mail/parts.ts";
import { withoutFields } from "../../mail/without-fields.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { serveWrite } from "../../request/write-route.ts";
import { enclosedHeaders } from "../enclosed.ts";
import type { Mailpit } from "./face.ts";
import { headersOf } from "./headers.ts";
import { htmlCheck } from "./html-check.ts";
import { linkCheck } from "./link-check.ts";
import { messageOf } from "./message.ts";
import { badRequest, messageOfPath, notFound, ok, parametersOf } from "./request.ts";
import { readSearch } from "./search.ts";
import { thumbnail } from "./thumbnail.ts";
import { writes } from "./writes.ts";

interface MessageRoute {
  readonly Params: { readonly id: string; readonly part?: string };
}

type MessageRequest = FastifyRequest<MessageRoute>;

/** One message, by its id or as `latest`: whole, its headers, its source, its parts, and what Mailpit says of it. */
export function messageRoutes(app: FastifyInstance, face: Mailpit): void {
  const { mailbox, tags } = face;

  /** A route below a message, and below a part of it. */
  function of(path: string, answer: (message: StoredMessage, request: MessageRequest, reply: FastifyReply) => unknown) {
    app.get<MessageRoute>(`/api/v1/message/:id${path}`, async (request, reply) => {
      const message = await messageOfPath(face, request.params.id, parametersOf(request));
      return message === undefined ? notFound(reply) : answer(message, request, reply);
    });
  }

  of("", (message, request) => {
    const answer = messageOf(mailbox, tags, message);
    if (!message.read && mayMark(request)) mailbox.mark(message.id, { read: true });
    return answer;
  });

  of("/headers", (message) => headersOf(message, mailbox.summary(message)));

  of("/raw", (message, request, reply) => {
    const save = parametersOf(request)["dl"] === "1";
    if (save) reply.header("content-disposition", `attachment; filename="${message.id}.eml"`);
    return reply.type("text/plain; charset=utf-8").send(message.raw());
  });

  of("/part/:part", (message, request, reply) => {
    const found = partBytes(message, request.params.part ?? "");
    if (found === undefined) return notFound(reply);
    const { type, filename, number } = found.part;
    return reply.headers(enclosedHeaders(type, filename ?? `part-${number}`)).send(found.bytes);
  });

  of("/part/:part/thumb", async (message, request, reply) => {
    const found = partBytes(message, request.params.part ?? "");
    if (found === undefined) return badRequest(reply, "there is no such part");
    return reply.type("image/jpeg").send(await thumbnail(found.part.type, found.bytes));
  });

  of("/html-check", (message, _request, reply) => {
    const html = bodyHtml(message);
    return html === null ? badRequest(reply, "message does not contain HTML") : htmlCheck(html);
  });

  of("/link-check", (message, request) => {
    const { follow = "" } = parametersOf(request);
    return linkCheck(message, { fetch: face.fetchLinks, follow: follow === "true" || follow === "1" });
  });

  serveWrite(app, writes.releaseMessage, async ({ params, body: { To: to }, reply }) => {
    if (face.relay === null) return badRequest(reply, "SMTP relay is not enabled: start with --relay");
    const message = await messageOfPath(face, params.id, {});
    if (message === undefined) return notFound(reply);
    if (to.length === 0) return badRequest(reply, "No valid addresses found");
    const outcome = await face.release(withoutBcc(message), {
      from: message.envelope.from.address,
      upstream: null,
      to,
    });
    return outcome.type === "sent" ? ok(reply) : badRequest(reply, outcome.reason);
  });
}

/** The source without its Bcc fields: they would tell those who see the message who else did. */
function withoutBcc(message: StoredMessage): Buffer {
  const raw = message.raw();
  const block = scanHeaderBlock(raw, 0);
  return Buffer.concat([...withoutFields(raw, block, ["bcc"]), raw.subarray(block.end)]);
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
