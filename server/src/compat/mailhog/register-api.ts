import type { FastifyInstance } from "fastify";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import { acceptAnyBody } from "../accept-any-body.ts";
import { answerOptions } from "../answer-options.ts";
import type { CompatDeps } from "../compat-api.ts";
import { rejectRepeatedParameters } from "../reject-repeated-parameters.ts";
import type { MailHogContext } from "./context.ts";
import { addMailHogEventRoutes, createMailHogFanOut } from "./event-routes.ts";
import { Jim } from "./jim.ts";
import { addJimRoutes } from "./jim-routes.ts";
import { addMailHogListRoutes, addMailHogMessageRoutes } from "./message-routes.ts";
import { parseJimSettings } from "./parse-jim-settings.ts";
import { addReleaseRoutes } from "./release-routes.ts";

/**
 * Registers MailHog's API over our mailbox: below `/api`, except for the two listings that Mailpit also has, and
 * completely below `/mailhog/api`.
 */
export async function registerApi(app: FastifyInstance, deps: CompatDeps): Promise<void> {
  const mailhog: MailHogContext = {
    ...deps,
    jim: new Jim(deps.mailbox.faults),
    jimDefaults: parseJimSettings(deps.jim),
  };
  if (deps.inviteJim) mailhog.jim.start(mailhog.jimDefaults);

  const fanOut = createMailHogFanOut(mailhog);
  const addSharedRoutes = async (scope: FastifyInstance) => {
    acceptAnyBody(scope);
    rejectRepeatedParameters(scope);
    scope.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof UnreadableRequestError)) throw error;
      return reply.code(error.statusCode).type("text/plain; charset=utf-8").send(`${error.message}\n`);
    });
    addMailHogMessageRoutes(scope, mailhog);
    addReleaseRoutes(scope, mailhog);
    addJimRoutes(scope, mailhog);
    addMailHogEventRoutes(scope, mailhog.writer, fanOut);
  };
  answerOptions(app, "/api/v2/*");
  answerOptions(app, "/mailhog/api/*");
  await app.register(addSharedRoutes, { prefix: "/api" });
  await app.register(
    async (scope) => {
      await addSharedRoutes(scope);
      addMailHogListRoutes(scope, mailhog);
    },
    { prefix: "/mailhog/api" },
  );
}
