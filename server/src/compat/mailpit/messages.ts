import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { MessageHandle } from "../../mailbox/mailbox.ts";
import { serveWrite } from "../../request/write-route.ts";
import { type Range, wholeNumber } from "../range.ts";
import { readDate } from "./dates.ts";
import type { Mailpit } from "./face.ts";
import { readSummaryOf } from "./message.ts";
import { badRequest, ok, type Parameters, parametersOf } from "./request.ts";
import { findAll, readSearch, readWholeSearch, receivedUntil } from "./search.ts";
import type { MessagesSummary } from "./shapes.ts";
import { allTags } from "./tag-routes.ts";
import { writes } from "./writes.ts";

/** Lists, searches, marks and deletions. */
export function messagesRoutes(app: FastifyInstance, face: Mailpit): void {
  const { mailbox, tags } = face;

  app.get("/api/v1/messages", (request, reply) => list(reply, parametersOf(request)));

  app.get("/api/v1/search", async (request, reply) => {
    const parameters = parametersOf(request);
    const query = (parameters["query"] ?? "").trim();
    if (query === "") return badRequest(reply, "Error: no search query");
    const { start } = rangeOf(parameters);
    // Here 0 means none, unlike in the list.
    const limit = wholeNumber(parameters["limit"], 50);
    const before = readDate(parameters["before"] ?? "", "");
    const { criteria } = readSearch(query, parameters["tz"]);
    const found = await findAll(face, before === undefined ? criteria : [...criteria, receivedUntil(before - 1)]);
    const unread = found.filter((message) => !message.read).length;
    return summary(reply, found.slice(start, start + limit), { messages: found.length, unread, start });
  });

  serveWrite(app, writes.deleteSearch, async ({ query: { query, tz }, reply }) => {
    mailbox.remove((await findAll(face, readWholeSearch(query, tz))).map(({ id }) => id));
    return ok(reply);
  });

  serveWrite(app, writes.markMessages, async ({ query: { tz }, body, reply }) => {
    const { Read: read = false, IDs: ids = [], Search: text } = body;
    if (ids.length > 0 && text) return badRequest(reply, "Give either IDs or Search, not both.");
    for (const message of ids.length > 0 ? ids.flatMap((id) => mailbox.handle(id) ?? []) : await searched(text, tz)) {
      if (message.read !== read) mailbox.mark(message.id, { read });
    }
    return ok(reply);
  });

  serveWrite(app, writes.deleteMessages, ({ body, request, reply }) => {
    const { IDs: ids = [] } = body ?? {};
    if (ids.length === 0) mailbox.clear();
    else mailbox.remove(ids);
    return body === undefined && isMailHogClient(request) ? reply.type("text/json").send("") : ok(reply);
  });

  /** All messages where there is no search. */
  async function searched(text: string | undefined, timeZone: string | undefined): Promise<readonly MessageHandle[]> {
    return findAll(face, text === undefined ? [] : readWholeSearch(text, timeZone));
  }

  async function list(reply: FastifyReply, parameters: Parameters): Promise<FastifyReply> {
    const { start, limit } = rangeOf(parameters);
    const before = readDate(parameters["before"] ?? "", "");
    const { messages, unread } = mailbox.counts();
    const page =
      before === undefined
        ? mailbox.handles({ limit, offset: start })
        : (await findAll(face, [receivedUntil(before - 1)])).slice(start, start + limit);
    return summary(reply, page, { messages, unread, start });
  }

  async function summary(
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
      tags: await allTags(face),
    };
    return reply.type("application/json; charset=utf-8").send(Readable.from(jsonOfList(head, page)));
  }

  /**
   * A list may name all messages, so its rows are made while it is sent, and messages that are gone by their turn are left
   * out. How many there are comes last.
   */
  async function* jsonOfList(head: object, page: readonly MessageHandle[]): AsyncGenerator<string> {
    yield `${JSON.stringify(head).slice(0, -1)},"messages":[`;
    let count = 0;
    let end = performance.now() + SLICE;
    for (const message of page) {
      if (performance.now() > end) {
        await setImmediate();
        end = performance.now() + SLICE;
      }
      if (!message.isReadable) continue;
      yield `${count > 0 ? "," : ""}${JSON.stringify(await readSummaryOf(mailbox, tags, message))}`;
      count++;
    }
    yield `],"count":${count}}`;
  }
}

/** Milliseconds for which rows are made at a time. */
const SLICE = 4;

/** In the list a limit of 0 means all. */
function rangeOf({ start, limit }: Parameters): Range {
  return { start: wholeNumber(start, 0), limit: wholeNumber(limit, 50) || Number.POSITIVE_INFINITY };
}

/**
 * MailHog has this route too, and answers nothing where Mailpit says `ok`, which the npm client `mailhog` takes for
 * broken JSON. It is known by what it leaves out: it sends neither Accept nor User-Agent, nor a body.
 */
function isMailHogClient({ headers }: FastifyRequest): boolean {
  return headers.accept === undefined && headers["user-agent"] === undefined;
}
