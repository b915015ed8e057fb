import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { TimeSlice } from "../../base/time-slice.ts";
import type { MessageHandle } from "../../mailbox/mailbox.ts";
import { ROW_TIMEOUT_MS } from "../../mailbox/row-timeout.ts";
import { addWriteRoute } from "../../request/add-write-route.ts";
import { JSON_MEDIA_TYPE } from "../../request/send-chunks.ts";
import { type PageRange, parseWholeNumber } from "../page-range.ts";
import type { MessagesSummary } from "./api-types.ts";
import type { MailpitContext } from "./context.ts";
import { summarizeBefore } from "./message-summary.ts";
import { parseSearchDate } from "./parse-date.ts";
import { getParameters, type MailpitParameters, sendBadRequest, sendOk } from "./request-helpers.ts";
import { findMessages, parseMailpitSearch, parseStrictSearch, receivedUntil } from "./search.ts";
import { listTags } from "./tag-routes.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

/** Routes to list, search, mark and delete messages. */
export function addMailpitListRoutes(app: FastifyInstance, context: MailpitContext): void {
  const { mailbox } = context;

  app.get("/api/v1/messages", (request, reply) => sendList(reply, getParameters(request)));

  app.get("/api/v1/search", async (request, reply) => {
    const parameters = getParameters(request);
    const query = (parameters["query"] ?? "").trim();
    if (query === "") return sendBadRequest(reply, "Error: no search query");
    const { start } = parseListRange(parameters);
    // Here 0 means none; in the list it means all.
    const limit = parseWholeNumber(parameters["limit"], 50);
    const before = parseSearchDate(parameters["before"] ?? "", "");
    const { criteria } = parseMailpitSearch(query, parameters["tz"]);
    const found = await findMessages(
      context,
      before === undefined ? criteria : [...criteria, receivedUntil(before - 1)],
    );
    const unread = found.filter((message) => !message.read).length;
    return sendSummaries(reply, found.slice(start, start + limit), { messages: found.length, unread, start });
  });

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.deleteSearch, async ({ query: { query, tz }, reply }) => {
    await mailbox.remove(await findMessages(context, parseStrictSearch(query, tz)));
    return sendOk(reply);
  });

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.markMessages, async ({ query: { tz }, body, reply }) => {
    const { Read: read = false, IDs, Search } = body;
    const [ids, text] = [IDs ?? [], Search ?? undefined];
    // Mailpit would mark all messages. Who names none with null may have meant some.
    if ((IDs === null || Search === null) && ids.length === 0 && !text)
      return sendBadRequest(reply, "IDs or Search is null. To mark all messages, leave out both.");
    if (ids.length > 0 && text) return sendBadRequest(reply, "Set either IDs or Search, not both.");
    const messages =
      ids.length > 0 ? ids.flatMap((id) => mailbox.handle(id) ?? []) : await findSearched(context, text, tz);
    const changing = messages.filter((message) => message.read !== read);
    await mailbox.markAll(changing, { read });
    return sendOk(reply);
  });

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.deleteMessages, async ({ body, request, reply }) => {
    const { IDs: ids = [] } = body ?? {};
    await (ids.length === 0 ? mailbox.clear() : mailbox.remove(ids));
    return body === undefined && isMailHogClient(request) ? reply.type("text/json").send("") : sendOk(reply);
  });

  async function sendList(reply: FastifyReply, parameters: MailpitParameters): Promise<FastifyReply> {
    const { start, limit } = parseListRange(parameters);
    const before = parseSearchDate(parameters["before"] ?? "", "");
    const { messages, unread } = mailbox.counts();
    const page =
      before === undefined
        ? mailbox.handles({ limit, offset: start })
        : (await findMessages(context, [receivedUntil(before - 1)])).slice(start, start + limit);
    return sendSummaries(reply, page, { messages, unread, start });
  }

  async function sendSummaries(
    reply: FastifyReply,
    page: readonly MessageHandle[],
    { messages, unread, start }: { messages: number; unread: number; start: number },
  ): Promise<FastifyReply> {
    const counts = mailbox.counts();
    const head: Omit<MessagesSummary, "messages" | "count"> = {
      total: counts.messages,
      unread: counts.unread,
      messages_count: messages,
      messages_unread: unread,
      start,
      tags: await listTags(mailbox),
    };
    return reply.type(JSON_MEDIA_TYPE).send(Readable.from(generateListJson(head, page)));
  }

  /**
   * A list may include all messages, so its rows are created while it is sent, and messages deleted meanwhile are
   * left out. The count comes last.
   */
  async function* generateListJson(head: object, page: readonly MessageHandle[]): AsyncGenerator<string> {
    yield `${JSON.stringify(head).slice(0, -1)},"messages":[`;
    let count = 0;
    const slice = new TimeSlice();
    const deadline = performance.now() + ROW_TIMEOUT_MS;
    for (const message of page) {
      if (slice.isOver) await slice.pause();
      if (!message.isReadable) continue;
      yield `${count > 0 ? "," : ""}${JSON.stringify(await summarizeBefore(deadline, context, message))}`;
      count++;
    }
    yield `],"count":${count}}`;
  }
}

/** Returns all messages if there is no search. */
async function findSearched(
  context: MailpitContext,
  text: string | undefined,
  timeZone: string | undefined,
): Promise<readonly MessageHandle[]> {
  return findMessages(context, text === undefined ? [] : parseStrictSearch(text, timeZone));
}

/** In the list, a limit of 0 means all. */
function parseListRange({ start, limit }: MailpitParameters): PageRange {
  return { start: parseWholeNumber(start, 0), limit: parseWholeNumber(limit, 50) || Number.POSITIVE_INFINITY };
}

/**
 * MailHog has this route too. It returns an empty body where Mailpit returns `ok`, which the npm client `mailhog`
 * would reject as invalid JSON. That client is recognised by what it omits: it sends no Accept, no User-Agent and no
 * body.
 */
function isMailHogClient({ headers }: FastifyRequest): boolean {
  return headers.accept === undefined && headers["user-agent"] === undefined;
}
