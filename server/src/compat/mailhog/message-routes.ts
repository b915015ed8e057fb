import type { FastifyInstance } from "fastify";
import { runInSlices } from "../../base/time-slice.ts";
import type { Mailbox, MessageHandle, StoredMessage } from "../../mailbox/mailbox.ts";
import { addWriteRoute } from "../../request/add-write-route.ts";
import { sendChunks } from "../../request/send-chunks.ts";
import { formatAttachmentHeaders } from "../attachment-headers.ts";
import { createTextStream, generateJsonArray } from "../generate-json.ts";
import { type PageRange, parseWholeNumber } from "../page-range.ts";
import type { MailHogContext } from "./context.ts";
import { isSearchKind } from "./match-search.ts";
import { generateMessageJson, readMessageContent } from "./message-json.ts";
import { readMailHogPart } from "./read-part.ts";
import { searchMessages } from "./search-messages.ts";
import { MAILHOG_WRITE_ROUTES, SHARED_WRITE_ROUTES } from "./write-routes.ts";

/** Query parameters. A repeated one is an array. */
type UntypedParameters = Readonly<Record<string, unknown>>;

/** Maximum number of messages in a page, whatever the request asks for. */
const MAX_PAGE_MESSAGES = 250;
/** Maximum number of messages in the list of API version 1, which has no pages. */
const MAX_LIST_MESSAGES = 1_000;

/** Routes for one message. */
export function addMailHogMessageRoutes(app: FastifyInstance, { mailbox, worker, hostname }: MailHogContext): void {
  app.get<{ Params: { id: string } }>("/v1/messages/:id", async (request, reply) => {
    const message = await mailbox.get(request.params.id);
    return reply.type("text/json").send(message ? createTextStream(generateMessageJson(message, hostname)) : "null");
  });

  addWriteRoute(app, SHARED_WRITE_ROUTES.deleteMessage, async ({ params, reply }) => {
    const removed = await mailbox.remove([params.id]);
    return reply
      .code(removed === 0 ? 500 : 200)
      .type("text/json")
      .send("");
  });

  app.get<{ Params: { id: string } }>("/v1/messages/:id/download", async (request, reply) => {
    const message = await mailbox.get(request.params.id);
    if (message === undefined) return reply.code(404).send("");
    reply.headers(formatAttachmentHeaders("message/rfc822", `${message.id}.eml`));
    return sendChunks(reply, "message/rfc822", message.chunks());
  });

  app.get<{ Params: { id: string; part: string } }>(
    "/v1/messages/:id/mime/part/:part/download",
    async (request, reply) => {
      const message = await mailbox.get(request.params.id);
      const content = message && (await runInSlices(readMessageContent(message)));
      const part = content && readMailHogPart(message.id, content, parseWholeNumber(request.params.part, -1));
      if (part === undefined) return reply.code(404).send("");
      return reply.headers(formatAttachmentHeaders(part.type, part.filename)).send(part.bytes);
    },
  );

  app.get<{ Querystring: UntypedParameters }>("/v2/messages", async (request, reply) => {
    const { start, limit } = parsePageRange(request.query);
    const { messages: total } = mailbox.counts();
    const messages = newestFirst(mailbox, start, limit);
    return reply.type("text/json").send(createTextStream(generatePageJson(messages, { total, start }, hostname)));
  });

  app.get<{ Querystring: UntypedParameters }>("/v2/search", async (request, reply) => {
    const { kind, query } = request.query;
    if (!isSearchKind(kind) || typeof query !== "string" || query === "") return reply.code(400).send("");
    const { start, limit } = parsePageRange(request.query);
    const found = await searchMessages(mailbox, worker, { kind, query });
    const page = openMessages(found.slice(start, start + limit));
    return reply
      .type("application/json")
      .send(createTextStream(generatePageJson(page, { total: found.length, start }, hostname)));
  });
}

/** The two list routes that Mailpit has under the same names; registered only below /mailhog. */
export function addMailHogListRoutes(app: FastifyInstance, { mailbox, hostname }: MailHogContext): void {
  app.get("/v1/messages", async (_request, reply) => {
    const messages = newestFirst(mailbox, 0, MAX_LIST_MESSAGES);
    return reply
      .type("text/json")
      .send(createTextStream(generateJsonArray(messages, (item) => generateMessageJson(item, hostname))));
  });

  addWriteRoute(app, MAILHOG_WRITE_ROUTES.deleteMessages, async ({ reply }) => {
    await mailbox.clear();
    return reply.type("text/json").send("");
  });
}

function parsePageRange({ start, limit }: UntypedParameters): PageRange {
  return {
    start: parseWholeNumber(asString(start), 0),
    limit: Math.min(MAX_PAGE_MESSAGES, parseWholeNumber(asString(limit), 50)),
  };
}

const asString = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Fetches one message at a time, so that only one is held for a slow reader. */
function* newestFirst(mailbox: Mailbox, start: number, limit: number): Generator<StoredMessage> {
  let [handle] = mailbox.handles({ limit: 1, offset: start });
  for (let count = 0; count < limit && handle !== undefined; count++) {
    const message = handle.open();
    if (message !== undefined) yield message;
    [handle] = mailbox.handles({ limit: 1, before: handle.seq });
  }
}

/** Yields the messages that still exist when it is their turn. */
function* openMessages(handles: readonly MessageHandle[]): Generator<StoredMessage> {
  for (const handle of handles) {
    const message = handle.open();
    if (message !== undefined) yield message;
  }
}

/** Generates a page. The count comes last, because messages may be deleted meanwhile. */
function* generatePageJson(
  messages: Iterable<StoredMessage>,
  { total, start }: { readonly total: number; readonly start: number },
  hostname: string,
): Generator<string> {
  let count = 0;
  yield `{"total":${total},"start":${start},"items":`;
  yield* generateJsonArray(messages, (message) => {
    count++;
    return generateMessageJson(message, hostname);
  });
  yield `,"count":${count}}`;
}
