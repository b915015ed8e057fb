import type { FastifyInstance } from "fastify";
import type { Mailbox, MessageHandle, StoredMessage } from "../../mailbox/mailbox.ts";
import { serveWrite } from "../../request/write-route.ts";
import { enclosedHeaders } from "../enclosed.ts";
import { jsonArray, streamOf } from "../json-pieces.ts";
import { type Range, wholeNumber } from "../range.ts";
import { runInSlices } from "../time-slice.ts";
import { readContent } from "./content.ts";
import type { MailHog } from "./face.ts";
import { messagePieces } from "./message.ts";
import { partBytes } from "./part.ts";
import { searchMessages } from "./search.ts";
import { isKind } from "./search-source.ts";
import { ownWrites, sharedWrites } from "./writes.ts";

/** Query parameters, of which one that is given twice is an array. */
type Parameters = Readonly<Record<string, unknown>>;

/** Messages of one page; more are not given, however many are asked for. */
const MAX_PAGE = 250;
/** Messages that the list of version 1, which has no pages, gives. */
const MAX_LIST = 1_000;

/** One message: the same for both listings. */
export function messageRoutes(app: FastifyInstance, { mailbox, worker, hostname }: MailHog): void {
  app.get<{ Params: { id: string } }>("/v1/messages/:id", async (request, reply) => {
    const message = mailbox.get(request.params.id);
    return reply.type("text/json").send(message ? streamOf(messagePieces(message, hostname)) : "null");
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
      const content = message && (await runInSlices(readContent(message.raw())));
      const part = content && partBytes(message.id, content, wholeNumber(request.params.part, -1));
      if (part === undefined) return reply.code(404).send("");
      return reply.headers(enclosedHeaders(part.type, part.filename)).send(part.bytes);
    },
  );

  app.get<{ Querystring: Parameters }>("/v2/messages", async (request, reply) => {
    const { start, limit } = rangeOf(request.query);
    const { messages: total } = mailbox.counts();
    const messages = newestFirst(mailbox, start, limit);
    return reply.type("text/json").send(streamOf(listing(messages, { total, start }, hostname)));
  });

  app.get<{ Querystring: Parameters }>("/v2/search", async (request, reply) => {
    const { kind, query } = request.query;
    if (!isKind(kind) || typeof query !== "string" || query === "") return reply.code(400).send("");
    const { start, limit } = rangeOf(request.query);
    const found = await searchMessages(mailbox, worker, { kind, query });
    const page = opened(found.slice(start, start + limit));
    return reply.type("application/json").send(streamOf(listing(page, { total: found.length, start }, hostname)));
  });
}

/** The two routes that Mailpit has under the same names; they stand where MailHog stands alone. */
export function listingRoutes(app: FastifyInstance, { mailbox, hostname }: MailHog): void {
  app.get("/v1/messages", async (_request, reply) => {
    const messages = newestFirst(mailbox, 0, MAX_LIST);
    return reply.type("text/json").send(streamOf(jsonArray(messages, (item) => messagePieces(item, hostname))));
  });

  serveWrite(app, ownWrites.deleteMessages, ({ reply }) => {
    mailbox.clear();
    return reply.type("text/json").send("");
  });
}

function rangeOf({ start, limit }: Parameters): Range {
  return { start: wholeNumber(textOf(start), 0), limit: Math.min(MAX_PAGE, wholeNumber(textOf(limit), 50)) };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Takes one message at a time, when its turn comes, so that no more than one is held for a slow reader. */
function* newestFirst(mailbox: Mailbox, start: number, limit: number): Generator<StoredMessage> {
  let [message] = mailbox.list({ limit: 1, offset: start }).items;
  for (let count = 0; count < limit && message !== undefined; count++) {
    yield message;
    [message] = mailbox.list({ limit: 1, before: message.seq }).items;
  }
}

/** Those that are still there when their turn comes. */
function* opened(handles: readonly MessageHandle[]): Generator<StoredMessage> {
  for (const handle of handles) {
    const message = handle.open();
    if (message !== undefined) yield message;
  }
}

/** A page. How many messages it has comes last: some may be gone before their turn. */
function* listing(
  messages: Iterable<StoredMessage>,
  { total, start }: { readonly total: number; readonly start: number },
  hostname: string,
): Generator<string> {
  let count = 0;
  yield `{"total":${total},"start":${start},"items":`;
  yield* jsonArray(messages, (message) => {
    count++;
    return messagePieces(message, hostname);
  });
  yield `,"count":${count}}`;
}
