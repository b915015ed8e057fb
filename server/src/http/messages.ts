import type { MessageList, MessageListQuery } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Mailbox, StoredMessage } from "../mailbox/mailbox.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem, notFound } from "./problem.ts";
import { readQuery, readSelection } from "./query.ts";
import { JSON_TYPE, sendPieces } from "./send-pieces.ts";
import { serve } from "./serve.ts";
import { wholeMessage } from "./whole-message.ts";

/** The list of messages, single ones, marks and deletion. */
export function serveMessages(app: FastifyInstance, deps: HttpDeps): void {
  const { mailbox } = deps;

  serve(app, "listMessages", ({ query }) => listMessages(mailbox, query));

  serve(app, "deleteMessages", async ({ query }) => {
    const wanted = readSelection(query.q);
    return { deleted: wanted === undefined ? mailbox.clear() : await mailbox.removeMatching(wanted) };
  });

  serve(app, "markMessages", async ({ query, body }) => ({
    changed: await mailbox.markMatching(readSelection(query.q) ?? EVERYTHING, body),
  }));

  serve(app, "deleteMessagesById", ({ body }) => ({ deleted: mailbox.remove(body.ids) }));

  serve(app, "getLatestMessage", async ({ query, request, reply }) => {
    const message = await mailbox.latest(readQuery(query.q));
    if (message !== undefined) return sendPieces(reply, JSON_TYPE, await wholeMessage(deps, message, request.signal));
    const which = query.q === undefined ? "The mailbox is empty" : "No message matches";
    throw new HttpProblem("not-found", `${which}; GET /api/messages/wait waits until one comes.`);
  });

  serve(app, "getMessage", async ({ params, request, reply }) => {
    const message = messageOf(mailbox, params.id);
    return sendPieces(reply, JSON_TYPE, await wholeMessage(deps, message, request.signal));
  });

  serve(app, "markMessage", async ({ params, body }) => {
    const message = mailbox.mark(params.id, body);
    if (message === undefined) throw notFound("message", params.id);
    return mailbox.row(message);
  });

  serve(app, "deleteMessage", ({ params }) => {
    if (mailbox.remove([params.id]) === 0) throw notFound("message", params.id);
    return { deleted: 1 };
  });
}

const EVERYTHING = { type: "all", of: [] } as const;

/** @throws HttpProblem where there is none */
export function messageOf(mailbox: Mailbox, id: string): StoredMessage {
  const message = mailbox.get(id);
  if (message === undefined) throw notFound("message", id);
  return message;
}

async function listMessages(
  mailbox: Mailbox,
  { q, limit = 50, offset = 0, before, after }: MessageListQuery,
): Promise<MessageList> {
  const query = readQuery(q);
  const options = {
    limit,
    offset,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
  // Read before the list is: what comes meanwhile is told by the stream, if it is not in the list already.
  const { seq, instance } = mailbox;
  return { ...(await mailbox.rows(options, query)), seq, instance };
}
