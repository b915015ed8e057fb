import type { FastifyReply, FastifyRequest } from "fastify";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { findAll, readSearch, type World } from "./search.ts";

export type Parameters = Record<string, string | undefined>;

/** Query parameters. `refuseRepeatedParameters` has made sure that there is one text for each. */
export function parametersOf({ query }: FastifyRequest): Parameters {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return query as Parameters;
}

/** The message that a path names: by id, or `latest`, of those that match `query` where one is given. */
export async function messageOfPath(
  world: World,
  id: string,
  { query = "", tz }: Parameters,
): Promise<StoredMessage | undefined> {
  if (id !== "latest") return world.mailbox.get(id);
  if (query.trim() === "") return world.mailbox.latest();
  const [newest] = await findAll(world, readSearch(query, tz).criteria);
  return newest?.open();
}

export function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type("text/plain; charset=utf-8").send("404 page not found\n");
}

/** Mailpit tells the caller's mistakes in plain text. */
export function badRequest(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(400).type("text/plain; charset=utf-8").send(message);
}

export function ok(reply: FastifyReply): FastifyReply {
  return reply.type("text/plain; charset=utf-8").send("ok");
}
