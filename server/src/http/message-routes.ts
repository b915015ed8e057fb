import type { MessageField, MessageList, MessageListQuery, MessageSelection } from "@mailglass/shared";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Mailbox, MessageReference, StoredMessage } from "../mailbox/mailbox.ts";
import { toUndoFields } from "../mailbox/undo-log.ts";
import { JSON_MEDIA_TYPE, sendChunks } from "../request/send-chunks.ts";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem, notFoundProblem } from "./http-problem.ts";
import { listRepeatFindings } from "./repeat-findings.ts";
import { parseSearch, parseSelection } from "./search-parameter.ts";
import { parseFields, type SelectedFields } from "./selected-fields.ts";
import type { RepetitionFacts } from "./serialize-fields.ts";
import { serializeMessage } from "./serialize-message.ts";

/** Routes to list, read, mark and delete messages. */
export function addMessageRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const { mailbox } = deps;

  async function sendMessage(
    message: StoredMessage,
    fields: SelectedFields,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { signal } = reply.request;
    const repetition = await findRepetition(mailbox, message, fields);
    return sendChunks(reply, JSON_MEDIA_TYPE, await serializeMessage(deps, message, fields, { signal, repetition }));
  }

  addRoute(app, "listMessages", ({ query }) => listMessages(mailbox, query));

  addRoute(app, "deleteMessages", async ({ query }) => {
    const wanted = parseSelection(query.q);
    return { deleted: await (wanted === undefined ? mailbox.clear() : mailbox.removeMatching(wanted)) };
  });

  addRoute(app, "markMessages", async ({ query, body }) => ({
    changed: await mailbox.markMatching(parseSelection(query.q) ?? MATCH_ALL, body),
  }));

  addRoute(app, "markSelectedMessages", async ({ body: { ids, q, ...marks } }) => {
    if (Object.keys(marks).length === 0)
      throw new HttpProblem("bad-request", "Give at least one of read, tags, addTags and removeTags.");
    return { changed: await mailbox.markAll(await selectMessages(mailbox, { ids, q }), marks) };
  });

  addRoute(app, "deleteSelectedMessages", async ({ body }) => {
    const messages = await selectMessages(mailbox, body);
    if (!body.undoable) return { deleted: await mailbox.remove(messages) };
    const { removed, undo } = await mailbox.removeWithUndo(messages);
    return { deleted: removed, ...(undo && toUndoFields(undo)) };
  });

  addRoute(app, "restoreMessages", async ({ body }) => {
    const restored = await mailbox.restore(body.undo.toLowerCase());
    if (restored !== undefined) return { restored };
    throw new HttpProblem(
      "not-found",
      "Nothing was restored: this undo has expired after 60 seconds, was used, lost its messages to newer ones or to a clearing of the mailbox, or never existed.",
    );
  });

  addRoute(app, "getLatestMessage", async ({ query, reply }) => {
    const fields = parseFields(query.fields);
    const message = await mailbox.latest(parseSearch(query.q));
    if (message !== undefined) return sendMessage(message, fields, reply);
    const which = query.q === undefined ? "The mailbox is empty" : "No message matches";
    throw new HttpProblem("not-found", `${which}. GET /api/messages/wait waits for one.`);
  });

  addRoute(app, "getMessage", async ({ params, query, reply }) => {
    const fields = parseFields(query.fields);
    return sendMessage(await getMessageOrThrow(mailbox, params.id), fields, reply);
  });

  addRoute(app, "markMessage", async ({ params, body }) => {
    const message = await mailbox.mark(params.id, body);
    if (message === undefined) throw notFoundProblem("message", params.id);
    return mailbox.row(message);
  });

  addRoute(app, "deleteMessage", async ({ params }) => {
    if ((await mailbox.remove([params.id])) === 0) throw notFoundProblem("message", params.id);
    return { deleted: 1 };
  });
}

/** Finds what the requested members, or all, need to know of other messages. */
async function findRepetition(
  { threads }: Mailbox,
  { id }: StoredMessage,
  fields: SelectedFields,
): Promise<RepetitionFacts> {
  const needs = (name: MessageField) => fields === undefined || fields.has(name);
  return {
    ...(needs("findings") && { repeats: listRepeatFindings(await threads.findSameMessageId(id)) }),
    ...(needs("duplicateOf") && { duplicateOf: (await threads.findDuplicate(id))?.handle.id ?? null }),
  };
}

type Selection = { readonly [K in "ids" | "q"]?: MessageSelection[K] | undefined };

async function selectMessages(mailbox: Mailbox, { ids, q }: Selection): Promise<readonly MessageReference[]> {
  const query = parseSelection(q);
  if (ids !== undefined && query === undefined) return ids;
  if (ids === undefined && query !== undefined) return mailbox.find(query);
  throw new HttpProblem("bad-request", "Give either ids or q, not both.");
}

const MATCH_ALL = { type: "all", of: [] } as const;

/** @throws HttpProblem if the message does not exist */
export async function getMessageOrThrow(mailbox: Mailbox, id: string): Promise<StoredMessage> {
  const message = await mailbox.get(id);
  if (message === undefined) throw notFoundProblem("message", id);
  return message;
}

async function listMessages(
  mailbox: Mailbox,
  { q, limit = 50, offset = 0, before, after }: MessageListQuery,
): Promise<MessageList> {
  const query = parseSearch(q);
  const options = {
    limit,
    offset,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
  // Read before the list: later changes are reported by the stream, unless the list already has them.
  const { seq, instance } = mailbox;
  return { ...(await mailbox.rows(options, query)), seq, instance };
}
