import type { FastifyInstance } from "fastify";
import { jsonOf } from "../any-body.ts";
import { readJson } from "../json.ts";
import type { MailHog } from "./face.ts";
import { JIM_ZERO, readJimConfig } from "./jim.ts";

/** Jim is asked for his rules, invited, told other rules, and sent away. */
export function jimRoutes(app: FastifyInstance, { jim, jimDefaults }: MailHog): void {
  app.get("/v2/jim", async (_request, reply) => {
    if (jim.config === undefined) return reply.code(404).send("");
    return reply.type("text/json").send(JSON.stringify(jim.config));
  });

  app.post("/v2/jim", async (request, reply) => {
    if (jim.config !== undefined) return reply.code(400).send("");
    jim.invite(readJimConfig(readJson(jsonOf(request.body)), jimDefaults));
    return reply.code(201).send("");
  });

  app.put("/v2/jim", async (request, reply) => {
    const json = readJson(jsonOf(request.body));
    if (jim.config === undefined) return reply.code(404).send("");
    if (json === undefined) return reply.code(400).send("");
    jim.invite(readJimConfig(json, JIM_ZERO));
    return reply.send("");
  });

  app.delete("/v2/jim", async (_request, reply) => {
    if (jim.config === undefined) return reply.code(404).send("");
    jim.leave();
    return reply.send("");
  });
}
