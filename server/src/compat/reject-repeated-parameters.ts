import type { FastifyInstance } from "fastify";
import { UnreadableRequestError } from "../request/unreadable-request.ts";

/**
 * Refuses query parameters that are given more than once, so that every route of the scope finds one text for each name.
 * Routes that change something read their query even more strictly, by `readRequest`.
 */
export function rejectRepeatedParameters(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ query }) => {
    for (const [name, value] of Object.entries(Object(query))) {
      if (typeof value !== "string")
        throw new UnreadableRequestError(`The query has ${name.slice(0, 100)} more than once. Give it once.`);
    }
  });
}
