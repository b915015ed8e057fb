import type { FastifyInstance } from "fastify";
import { UnreadableRequest } from "../../request/unreadable-request.ts";
import { acceptAnyBody } from "../any-body.ts";
import type { FaceDeps } from "../face.ts";
import { refuseRepeatedParameters } from "../repeated-parameters.ts";
import { createFanOut, eventRoutes } from "./events.ts";
import { Jim, type JimConfig } from "./jim.ts";
import { jimRoutes } from "./jim-routes.ts";
import { jimOf } from "./jim-settings.ts";
import { listingRoutes, messageRoutes } from "./messages.ts";
import { releaseRoutes } from "./release.ts";

type MailHogDeps = Pick<FaceDeps, "mailbox" | "log" | "worker" | "hostname" | "release" | "upstreams">;

/** What the routes work with. */
export interface MailHog extends MailHogDeps {
  readonly jim: Jim;
  /** What Jim does where he is not told. */
  readonly jimDefaults: JimConfig;
}

/**
 * MailHog's API over our mailbox: under `/api`, where Mailpit's has its two listings, and whole under `/mailhog/api`.
 */
export async function face(app: FastifyInstance, deps: FaceDeps): Promise<void> {
  const mailhog: MailHog = { ...deps, jim: new Jim(deps.mailbox.faults), jimDefaults: jimOf(deps.jim) };
  if (deps.inviteJim) mailhog.jim.invite(mailhog.jimDefaults);

  const fanOut = createFanOut(mailhog);
  const shared = async (scope: FastifyInstance) => {
    acceptAnyBody(scope);
    refuseRepeatedParameters(scope);
    scope.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof UnreadableRequest)) throw error;
      return reply.code(error.statusCode).type("text/plain; charset=utf-8").send(`${error.message}\n`);
    });
    messageRoutes(scope, mailhog);
    releaseRoutes(scope, mailhog);
    jimRoutes(scope, mailhog);
    eventRoutes(scope, fanOut);
  };
  await app.register(shared, { prefix: "/api" });
  await app.register(
    async (scope) => {
      await shared(scope);
      listingRoutes(scope, mailhog);
    },
    { prefix: "/mailhog/api" },
  );
}
