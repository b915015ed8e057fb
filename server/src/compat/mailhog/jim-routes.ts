import type { FastifyInstance } from "fastify";
import { serveWrite } from "../../request/write-route.ts";
import type { MailHog } from "./face.ts";
import { JIM_ZERO } from "./jim.ts";
import { sharedWrites } from "./writes.ts";

/** Jim's settings: read, start, replace and stop. */
export function jimRoutes(app: FastifyInstance, { jim, jimDefaults }: MailHog): void {
  app.get("/v2/jim", async (_request, reply) => {
    if (jim.config === undefined) return reply.code(404).send("");
    return reply.type("text/json").send(JSON.stringify(jim.config));
  });

  serveWrite(app, sharedWrites.startJim, ({ body, reply }) => {
    if (jim.config !== undefined) return reply.code(400).send("");
    jim.invite({ ...jimDefaults, ...body });
    return reply.code(201).send("");
  });

  serveWrite(app, sharedWrites.updateJim, ({ body, reply }) => {
    if (jim.config === undefined) return reply.code(404).send("");
    jim.invite({ ...JIM_ZERO, ...body });
    return reply.send("");
  });

  serveWrite(app, sharedWrites.stopJim, ({ reply }) => {
    if (jim.config === undefined) return reply.code(404).send("");
    jim.leave();
    return reply.send("");
  });
}
