import type { FastifyInstance, FastifyReply } from "fastify";
import { readableTextJob } from "../../mail/worker/worker-jobs.ts";
import type { Mailpit } from "./face.ts";
import { messageOfPath, notFound, parametersOf } from "./request.ts";
import { viewJob } from "./worker-jobs.ts";

/**
 * Nothing runs, nothing is loaded from elsewhere, and the page has an origin of its own, so that it reads nothing
 * here: the wall that holds, whatever the HTML is. Links may open, in windows without our origin.
 */
const POLICY = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'unsafe-inline'",
  "font-src data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** A message as a page of its own: `/view/{id}.html`, `/view/{id}.txt`; and the way to it in the inbox. */
export function viewRoutes(app: FastifyInstance, face: Mailpit): void {
  app.get<{ Params: { file: string } }>("/view/:file", async (request, reply) => {
    const [, id, kind] = /^([A-Za-z0-9]+)(?:\.(html|txt))?$/.exec(request.params.file) ?? [];
    if (id === undefined) return notFound(reply);
    const parameters = parametersOf(request);
    const message = await messageOfPath(face, id, parameters);
    if (kind === undefined) return reply.redirect(message === undefined ? "../" : `../messages/${message.id}`);
    if (message === undefined) return notFound(reply);
    if (kind === "txt") {
      const text = await face.worker.run(readableTextJob, message, null, request.signal);
      return reply.type("text/plain; charset=utf-8").send(text);
    }
    const linkTarget = parameters["embed"] === "1";
    const page = await face.worker.run(viewJob, message, { id: message.id, linkTarget }, request.signal);
    return sendHtml(reply, page ?? "this message does not contain a HTML part");
  });
}

function sendHtml(reply: FastifyReply, html: string | Uint8Array): FastifyReply {
  return reply.header("content-security-policy", POLICY).type("text/html; charset=utf-8").send(html);
}
