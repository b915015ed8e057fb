import type { FastifyInstance } from "fastify";
import { UnreadableRequestError } from "../request/unreadable-request.ts";

/**
 * Rejects repeated query parameters, so that the routes of the scope get one value per name. Routes that change
 * something read their query even more strictly, with `readRequest`.
 */
export function rejectRepeatedParameters(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ query }) => {
    for (const [name, value] of Object.entries(Object(query))) {
      if (typeof value !== "string")
        throw new UnreadableRequestError(`The query has ${name.slice(0, 100)} more than once. Use it only once.`);
    }
  });
}
