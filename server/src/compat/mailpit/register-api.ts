import type { FastifyError, FastifyInstance } from "fastify";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import { acceptAnyBody } from "../accept-any-body.ts";
import { answerOptions } from "../answer-options.ts";
import { type CompatDeps, CompatSettingError } from "../compat-api.ts";
import { compressResponses } from "../compress-responses.ts";
import { rejectRepeatedParameters } from "../reject-repeated-parameters.ts";
import type { ChaosTriggers } from "./api-types.ts";
import { addApplicationRoutes } from "./application-routes.ts";
import { Chaos, parseTriggers } from "./chaos.ts";
import { addChaosRoutes } from "./chaos-routes.ts";
import type { MailpitContext } from "./context.ts";
import { addMailpitEventRoutes } from "./event-routes.ts";
import { addMailpitListRoutes } from "./list-routes.ts";
import { addMailpitMessageRoutes } from "./message-routes.ts";
import { addSendRoute } from "./send-route.ts";
import { addSwaggerRoute } from "./swagger-route.ts";
import { addTagRoutes } from "./tag-routes.ts";
import { addMailpitViewRoutes } from "./view-routes.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

/**
 * Registers Mailpit's API over our mailbox. Features that we lack respond as in a Mailpit with the feature turned
 * off.
 */
export async function registerApi(app: FastifyInstance, deps: CompatDeps): Promise<void> {
  const mailpit: MailpitContext = { ...deps, chaos: new Chaos(deps.mailbox.faults), readMembers: new WeakMap() };
  const triggers = parseChaosOption(deps.chaos);
  if (triggers) mailpit.chaos.triggers = triggers;

  await app.register(async (scope) => {
    acceptAnyBody(scope);
    if (deps.compressesResponses) compressResponses(scope);
    rejectRepeatedParameters(scope);
    scope.setErrorHandler<FastifyError>((error, request, reply) => {
      const status = error.statusCode ?? 500;
      // All other errors are handled as in our own API.
      if (status !== 413 && !(error instanceof UnreadableRequestError)) throw error;
      if (request.routeOptions.url === MAILPIT_WRITE_ROUTES.send.path)
        return reply.code(status).send({ Error: error.message });
      return reply.code(status).type("text/plain; charset=utf-8").send(error.message);
    });
    answerOptions(scope, "/api/v1/*");
    addMailpitListRoutes(scope, mailpit);
    addMailpitMessageRoutes(scope, mailpit);
    addTagRoutes(scope, mailpit);
    addSendRoute(scope, mailpit);
    addChaosRoutes(scope, mailpit);
    addApplicationRoutes(scope, mailpit);
    addSwaggerRoute(scope, mailpit);
    addMailpitEventRoutes(scope, mailpit);
    addMailpitViewRoutes(scope, mailpit);
  });
}

function parseChaosOption(text: string | null): ChaosTriggers | undefined {
  const triggers = text === null ? undefined : parseTriggers(text);
  if (typeof triggers === "string")
    throw new CompatSettingError(`--chaos must be like Sender:451:5,Recipient:550:10: ${triggers}.`);
  return triggers;
}
