import type { FastifyInstance } from "fastify";
import type { Mailbox } from "../../mailbox/mailbox.ts";
import { acceptAnyBody } from "../any-body.ts";
import type { Release } from "../release.ts";
import { eventRoutes } from "./events.ts";
import { JIM_DEFAULTS, Jim, type JimConfig } from "./jim.ts";
import { jimRoutes } from "./jim-routes.ts";
import { listingRoutes, messageRoutes } from "./messages.ts";
import { type NamedUpstream, releaseRoutes } from "./release.ts";

export interface MailHogOptions {
  readonly mailbox: Mailbox;
  /** Name that MailHog's trace fields give the server. */
  readonly hostname: string;
  readonly release: Release;
  /** Servers that a release may name. */
  readonly upstreams: readonly NamedUpstream[];
  /** What Jim does where he is not told. */
  readonly jimDefaults?: JimConfig;
  /** Whether Jim is there from the start. */
  readonly inviteJim?: boolean;
}

/** What the routes work with. */
export interface MailHog extends MailHogOptions {
  readonly jim: Jim;
}

/**
 * MailHog's API over our mailbox: under `/api`, where Mailpit's has its two listings, and whole under `/mailhog/api`.
 */
export async function mailhogFace(app: FastifyInstance, options: MailHogOptions): Promise<void> {
  const face: MailHog = { ...options, jim: new Jim(options.mailbox.faults) };
  if (options.inviteJim) face.jim.invite(face.jimDefaults ?? JIM_DEFAULTS);

  const shared = async (scope: FastifyInstance) => {
    acceptAnyBody(scope);
    messageRoutes(scope, face);
    releaseRoutes(scope, face);
    jimRoutes(scope, face);
    eventRoutes(scope, face);
  };
  await app.register(shared, { prefix: "/api" });
  await app.register(
    async (scope) => {
      await shared(scope);
      listingRoutes(scope, face);
    },
    { prefix: "/mailhog/api" },
  );
}
