import type { FastifyError, FastifyInstance } from "fastify";
import type { Mailbox } from "../../mailbox/mailbox.ts";
import { acceptAnyBody } from "../any-body.ts";
import type { Release, Upstream } from "../release.ts";
import { applicationRoutes } from "./application.ts";
import { Chaos, chaosRoutes } from "./chaos.ts";
import { eventRoutes } from "./events.ts";
import { messageRoutes } from "./message-routes.ts";
import { messagesRoutes } from "./messages.ts";
import { sendRoute } from "./send.ts";
import type { ChaosTriggers } from "./shapes.ts";
import { swaggerRoute } from "./swagger.ts";
import { tagRoutes } from "./tag-routes.ts";
import { Tags } from "./tags.ts";
import { viewRoutes } from "./view.ts";

/** The server that Mailpit's release goes to, as its page tells it. */
export interface RelaySettings extends Upstream {
  readonly returnPath: string;
  /** Regular expressions; empty for none. */
  readonly allowedRecipients: string;
  readonly blockedRecipients: string;
}

export interface MailpitOptions {
  readonly mailbox: Mailbox;
  readonly version: string;
  /** Bytes of the body of a send. */
  readonly maxMessageBytes: number;
  readonly release: Release;
  /** Null where mail can be released nowhere. */
  readonly relay: RelaySettings | null;
  /** Whether a link check may ask the servers that a message names. */
  readonly fetchLinks: boolean;
  /** A name for this instance; may be empty. */
  readonly label: string;
  /** What chaos does from the start. */
  readonly chaosTriggers?: ChaosTriggers;
}

/** What the routes work with. */
export interface Mailpit extends MailpitOptions {
  readonly tags: Tags;
  readonly chaos: Chaos;
}

/** Bytes of any other body. */
const BODY_LIMIT = 5 * 1024 * 1024;

/** Mailpit's API over our mailbox. What rests on a feature that is not here answers as Mailpit does with it off. */
export async function mailpitFace(app: FastifyInstance, options: MailpitOptions): Promise<void> {
  const face: Mailpit = { ...options, tags: new Tags(), chaos: new Chaos(options.mailbox.faults) };
  if (options.chaosTriggers) face.chaos.triggers = options.chaosTriggers;

  await app.register(async (scope) => {
    acceptAnyBody(scope);
    scope.addHook("onRoute", (route) => {
      route.bodyLimit ??= BODY_LIMIT;
    });
    scope.setErrorHandler<FastifyError>((error, request, reply) => {
      const status = error.statusCode ?? 500;
      // Walls of the whole house, and faults of ours, are told by the house.
      if (status !== 413) throw error;
      if (request.url.endsWith("/send")) return reply.code(status).send({ Error: error.message });
      return reply.code(status).type("text/plain; charset=utf-8").send(error.message);
    });
    messagesRoutes(scope, face);
    messageRoutes(scope, face);
    tagRoutes(scope, face);
    sendRoute(scope, face);
    chaosRoutes(scope, face);
    applicationRoutes(scope, face);
    swaggerRoute(scope, face);
    eventRoutes(scope, face);
    viewRoutes(scope, face);
  });
}
