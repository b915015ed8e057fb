import type { FastifyInstance } from "fastify";

/**
 * Takes a body of any Content-Type, or of none, as bytes: the clients of MailHog and Mailpit send JSON under every
 * name, and DELETE and PUT without a body. Holds within the scope of `app` only.
 */
export function acceptAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
}
