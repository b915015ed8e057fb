import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { serveWrite } from "../../request/write-route.ts";
import { enclosedHeaders } from "../enclosed.ts";
import { type Range, wholeNumber } from "../range.ts";
import { sift } from "../sift.ts";
import type { MailHog } from "./face.ts";
import { messageOf } from "./message.ts";
import { partBytes } from "./part.ts";
import { isKind, searchTest } from "./search.ts";
import { ownWrites, sharedWrites } from "./writes.ts";

/** Messages of one page; more are not given, however many are asked for. */
const MAX_PAGE = 250;
/** Messages that the list of version 1, which has no pages, gives. */
const MAX_LIST = 1_000;

/** One message: the same for both listings. */
export function messageRoutes(app: FastifyInstance, { mailbox, hostname }: MailHog): void {
  app.get<{ Params: { id: string } }>("/v1/messages/:id", async (request, reply) => {
    const message = mailbox.get(request.params.id);
    return reply.type("text/json").send(JSON.stringify(message ? messageOf(message, hostname) : null));
  });

  serveWrite(app, sharedWrites.deleteMessage, ({ params, reply }) => {
    const removed = mailbox.remove([params.id]);
    return reply
      .code(removed === 0 ? 500 : 200)
      .type("text/json")
      .send("");
  });

  app.get<{ Params: { id: string } }>("/v1/messages/:id/download", async (request, reply) => {
    const message = mailbox.get(request.params.id);
    if (message === undefined) return reply.code(404).send("");
    return reply.headers(enclosedHeaders("message/rfc822", `${message.id}.eml`)).send(message.raw());
  });

  app.get<{ Params: { id: string; part: string } }>(
    "/v1/messages/:id/mime/part/:part/download",
    async (request, reply) => {
      const message = mailbox.get(request.params.id);
      const part = message && partBytes(messageOf(message, hostname), wholeNumber(request.params.part, -1));
      if (part === undefined) return reply.code(404).send("");
      return reply.headers(enclosedHeaders(part.type, part.filename)).send(part.bytes);
    },
  );

  app.get<{ Querystring: Record<string, string | undefined> }>("/v2/messages", async (request, reply) => {
    const range = rangeOf(request.query);
    const { items, total } = mailbox.list({ limit: range.limit, offset: range.start });
    return reply.type("text/json").send(listing(items, total, range.start, hostname));
  });

  app.get<{ Querystring: Record<string, string | undefined> }>("/v2/search", async (request, reply) => {
    const { kind, query = "" } = request.query;
    if (!isKind(kind) || query === "") return reply.code(400).send("");
    const range = rangeOf(request.query);
    const all = mailbox.list({ limit: Number.POSITIVE_INFINITY }).items;
    const found = await sift(all, searchTest(kind, query));
    const page = found.slice(range.start, range.start + range.limit);
    return reply.type("application/json").send(listing(page, found.length, range.start, hostname));
  });
}

/** The two routes that Mailpit has under the same names; they stand where MailHog stands alone. */
export function listingRoutes(app: FastifyInstance, { mailbox, hostname }: MailHog): void {
  app.get("/v1/messages", async (_request, reply) => {
    const { items } = mailbox.list({ limit: MAX_LIST });
    return reply.type("text/json").send(Readable.from(jsonArray(items, hostname)));
  });

  serveWrite(app, ownWrites.deleteMessages, ({ reply }) => {
    mailbox.clear();
    return reply.type("text/json").send("");
  });
}

function rangeOf(query: Record<string, string | undefined>): Range {
  return {
    start: wholeNumber(query["start"], 0),
    limit: Math.min(MAX_PAGE, wholeNumber(query["limit"], 50)),
  };
}

/** A page: how many there are in all, how many here, from where on, and they. As a stream: each message holds its source three times over, so that a page of them may be gigabytes. */
function listing(items: readonly StoredMessage[], total: number, start: number, hostname: string): Readable {
  return Readable.from(
    (function* text() {
      yield `{"total":${total},"count":${items.length},"start":${start},"items":`;
      yield* jsonArray(items, hostname);
      yield "}";
    })(),
  );
}

function* jsonArray(items: readonly StoredMessage[], hostname: string): Generator<string> {
  yield "[";
  let comma = "";
  for (const item of items) {
    yield `${comma}${JSON.stringify(messageOf(item, hostname))}`;
    comma = ",";
  }
  yield "]";
}
