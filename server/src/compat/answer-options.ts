import type { FastifyInstance } from "fastify";

/** MailHog and Mailpit answer OPTIONS for any path of their API, also without the header fields of a preflight. */
export function answerOptions(app: FastifyInstance, path: string): void {
  app.options(path, (_, reply) => reply.header("allow", "GET, POST, PUT, DELETE, OPTIONS").type("text/plain").send(""));
}
