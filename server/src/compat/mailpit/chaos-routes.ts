import type { FastifyInstance } from "fastify";
import { addWriteRoute } from "../../request/add-write-route.ts";
import { completeTriggers } from "./chaos.ts";
import type { MailpitContext } from "./context.ts";
import { sendBadRequest } from "./request-helpers.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

/** Chaos is always available: anyone who can reach the API could inject the faults directly. */
export function addChaosRoutes(app: FastifyInstance, { chaos }: MailpitContext): void {
  app.get("/api/v1/chaos", async () => chaos.triggers);

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.setChaos, ({ body, reply }) => {
    const triggers = completeTriggers(body);
    if (typeof triggers === "string") return sendBadRequest(reply, triggers);
    chaos.triggers = triggers;
    return chaos.triggers;
  });
}
