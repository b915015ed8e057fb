import type { FastifyError, FastifyInstance } from "fastify";
import { UnreadableRequest } from "../../request/unreadable-request.ts";
import { acceptAnyBody } from "../any-body.ts";
import { type FaceDeps, FaceSettingError } from "../face.ts";
import { refuseRepeatedParameters } from "../repeated-parameters.ts";
import { applicationRoutes } from "./application.ts";
import { Chaos, chaosRoutes, parseTriggers } from "./chaos.ts";
import { eventRoutes } from "./events.ts";
import { messageRoutes } from "./message-routes.ts";
import { messagesRoutes } from "./messages.ts";
import { sendRoute } from "./send.ts";
import type { ChaosTriggers } from "./shapes.ts";
import { swaggerRoute } from "./swagger.ts";
import { tagRoutes } from "./tag-routes.ts";
import { Tags } from "./tags.ts";
import { viewRoutes } from "./view.ts";
import { writes } from "./writes.ts";

type MailpitDeps = Pick<
  FaceDeps,
  "mailbox" | "worker" | "log" | "version" | "maxMessageBytes" | "release" | "relay" | "fetchLinks" | "label"
>;

/** What the routes work with. */
export interface Mailpit extends MailpitDeps {
  readonly tags: Tags;
  readonly chaos: Chaos;
}

/** Mailpit's API over our mailbox. What rests on a feature that is not here answers as Mailpit does with it off. */
export async function face(app: FastifyInstance, deps: FaceDeps): Promise<void> {
  const mailpit: Mailpit = { ...deps, tags: new Tags(), chaos: new Chaos(deps.mailbox.faults) };
  const triggers = triggersOf(deps.chaos);
  if (triggers) mailpit.chaos.triggers = triggers;

  await app.register(async (scope) => {
    acceptAnyBody(scope);
    refuseRepeatedParameters(scope);
    scope.setErrorHandler<FastifyError>((error, request, reply) => {
      const status = error.statusCode ?? 500;
      // Everything else is answered as in our own API.
      if (status !== 413 && !(error instanceof UnreadableRequest)) throw error;
      if (request.routeOptions.url === writes.send.path) return reply.code(status).send({ Error: error.message });
      return reply.code(status).type("text/plain; charset=utf-8").send(error.message);
    });
    messagesRoutes(scope, mailpit);
    messageRoutes(scope, mailpit);
    tagRoutes(scope, mailpit);
    sendRoute(scope, mailpit);
    chaosRoutes(scope, mailpit);
    applicationRoutes(scope, mailpit);
    swaggerRoute(scope, mailpit);
    eventRoutes(scope, mailpit);
    viewRoutes(scope, mailpit);
  });
}

function triggersOf(text: string | null): ChaosTriggers | undefined {
  const triggers = text === null ? undefined : parseTriggers(text);
  if (typeof triggers === "string")
    throw new FaceSettingError(`--chaos must be like Sender:451:5,Recipient:550:10: ${triggers}.`);
  return triggers;
}
