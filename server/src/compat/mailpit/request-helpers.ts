import type { FastifyReply, FastifyRequest } from "fastify";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { findMessages, parseMailpitSearch, type SearchContext } from "./search.ts";

export type MailpitParameters = Record<string, string | undefined>;

/** Returns the query parameters. `rejectRepeatedParameters` has made sure that each has one value. */
export function getParameters({ query }: FastifyRequest): MailpitParameters {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return query as MailpitParameters;
}

/** Returns the message that a path names: by id, or as `latest`, optionally of those that match `query`. */
export async function findMessageByPath(
  context: SearchContext,
  id: string,
  { query = "", tz }: MailpitParameters,
): Promise<StoredMessage | undefined> {
  if (id !== "latest") return context.mailbox.get(id);
  if (query.trim() === "") return context.mailbox.latest();
  const [newest] = await findMessages(context, parseMailpitSearch(query, tz).criteria);
  return newest?.open();
}

export function sendNotFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type("text/plain; charset=utf-8").send("404 page not found\n");
}

/** Mailpit reports client errors as plain text. */
export function sendBadRequest(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(400).type("text/plain; charset=utf-8").send(message);
}

export function sendOk(reply: FastifyReply): FastifyReply {
  return reply.type("text/plain; charset=utf-8").send("ok");
}
