import type { FastifyInstance, FastifyReply } from "fastify";
import { readableTextJob } from "../../mail/worker/worker-jobs.ts";
import type { MailpitContext } from "./context.ts";
import { findMessageByPath, getParameters, sendNotFound } from "./request-helpers.ts";
import { viewJob } from "./worker-jobs.ts";

/**
 * Nothing runs or loads from elsewhere, and the page has an opaque origin, so it cannot read anything here. This
 * layer of defence holds whatever the HTML contains. Links may open, in windows without our origin.
 */
const VIEW_POLICY = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'unsafe-inline'",
  "font-src data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ");

/**
 * Serves a message as a standalone page, `/view/{id}.html` or `/view/{id}.txt`, and redirects `/view/{id}` to the
 * inbox.
 */
export function addMailpitViewRoutes(app: FastifyInstance, context: MailpitContext): void {
  app.get<{ Params: { file: string } }>("/view/:file", async (request, reply) => {
    const [, id, kind] = /^([A-Za-z0-9]+)(?:\.(html|txt))?$/.exec(request.params.file) ?? [];
    if (id === undefined) return sendNotFound(reply);
    const parameters = getParameters(request);
    const message = await findMessageByPath(context, id, parameters);
    if (kind === undefined) return reply.redirect(message === undefined ? "../" : `../messages/${message.id}`);
    if (message === undefined) return sendNotFound(reply);
    if (kind === "txt") {
      const text = await context.worker.run(readableTextJob, message, null, request.signal);
      return reply.type("text/plain; charset=utf-8").send(text);
    }
    const linkTarget = parameters["embed"] === "1";
    const page = await context.worker.run(viewJob, message, { id: message.id, linkTarget }, request.signal);
    return sendHtml(reply, page ?? "this message does not contain a HTML part");
  });
}

function sendHtml(reply: FastifyReply, html: string | Uint8Array): FastifyReply {
  return reply.header("content-security-policy", VIEW_POLICY).type("text/html; charset=utf-8").send(html);
}
