import type { FastifyInstance } from "fastify";
import { addWriteRoute } from "../../request/add-write-route.ts";
import type { MailHogContext } from "./context.ts";
import { JIM_ALL_ZERO } from "./jim.ts";
import { SHARED_WRITE_ROUTES } from "./write-routes.ts";

/** Routes that read, start, change and stop Jim. */
export function addJimRoutes(app: FastifyInstance, { jim, jimDefaults }: MailHogContext): void {
  app.get("/v2/jim", async (_request, reply) => {
    if (jim.config === undefined) return reply.code(404).send("");
    return reply.type("text/json").send(JSON.stringify(jim.config));
  });

  addWriteRoute(app, SHARED_WRITE_ROUTES.startJim, ({ body, reply }) => {
    if (jim.config !== undefined) return reply.code(400).send("");
    jim.start({ ...jimDefaults, ...body });
    return reply.code(201).send("");
  });

  addWriteRoute(app, SHARED_WRITE_ROUTES.updateJim, ({ body, reply }) => {
    if (jim.config === undefined) return reply.code(404).send("");
    jim.start({ ...JIM_ALL_ZERO, ...body });
    return reply.send("");
  });

  addWriteRoute(app, SHARED_WRITE_ROUTES.stopJim, ({ reply }) => {
    if (jim.config === undefined) return reply.code(404).send("");
    jim.stop();
    return reply.send("");
  });
}
