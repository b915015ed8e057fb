import type { FastifyInstance } from "fastify";
import type { EventLoopWatch } from "./deps.ts";

/** Tells the event-loop monitor which requests are in progress. WebSockets are not requests in this sense: they stay open. */
export function reportRequests(app: FastifyInstance, { activities }: EventLoopWatch): void {
  app.addHook("onRequest", (request, reply, done) => {
    if (request.headers.upgrade === undefined) {
      activities.requestStarted(request.raw);
      // Emitted for every response, also where the client hung up.
      reply.raw.once("close", () => activities.requestEnded(request.raw));
    }
    done();
  });
}
