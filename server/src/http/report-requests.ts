import type { FastifyInstance } from "fastify";
import type { EventLoopWatch } from "./deps.ts";

/** Reports requests in progress to the event-loop monitor. WebSockets do not count, because they stay open. */
export function reportRequests(app: FastifyInstance, { activities }: EventLoopWatch): void {
  app.addHook("onRequest", (request, reply, done) => {
    if (request.headers.upgrade === undefined) {
      activities.requestStarted(request.raw);
      // Emitted for every response, even if the client has disconnected.
      reply.raw.once("close", () => activities.requestEnded(request.raw));
    }
    done();
  });
}
