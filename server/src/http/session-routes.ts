import type { FastifyInstance } from "fastify";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { addRoute } from "./add-route.ts";
import { describeSession } from "./describe-session.ts";
import { notFoundProblem } from "./http-problem.ts";

/** Routes for SMTP sessions with their transcripts. */
export function addSessionRoutes(app: FastifyInstance, { sessions }: Mailbox): void {
  addRoute(app, "listSessions", ({ query: { limit = 50, ...filter } }) => {
    // One more than requested shows whether there is a next page.
    const { items, total } = sessions.list({ limit: limit + 1, ...filter });
    const page = items.slice(0, limit);
    return {
      items: page.map((session) => session.summary()),
      total,
      next: items.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  });

  addRoute(app, "getSession", ({ params }) => {
    const session = sessions.get(params.id);
    if (session === undefined) throw notFoundProblem("session", params.id);
    return describeSession(session);
  });
}
