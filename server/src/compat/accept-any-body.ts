import type { FastifyInstance } from "fastify";

/**
 * Accepts bodies of any Content-Type, or none, as bytes: clients of MailHog and Mailpit send JSON under various
 * names, and DELETE and PUT without a body. Applies only within the scope of `app`.
 */
export function acceptAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
}
