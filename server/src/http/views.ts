import type { FastifyInstance, FastifyReply } from "fastify";
import { runWhereCheap } from "../mail/worker/run-where-cheap.ts";
import { type ListView, listJob, textJob } from "../mail/worker/view-jobs.ts";
import type { HttpDeps } from "./deps.ts";
import { messageOf } from "./messages.ts";
import { HttpProblem, notFound } from "./problem.ts";
import { JSON_TYPE, sendPieces } from "./send-pieces.ts";
import { serve } from "./serve.ts";

/** The views of a message, each by itself. */
export function serveViews(app: FastifyInstance, { mailbox, worker }: HttpDeps): void {
  const find = (id: string) => messageOf(mailbox, id);

  async function sendList(id: string, view: ListView, reply: FastifyReply): Promise<FastifyReply> {
    const message = find(id);
    const before = view === "findings" ? message.wireFindings : [];
    const list = await runWhereCheap(worker, listJob, message, { view, before }, reply.request.signal);
    if (list.isCut) reply.header("mailglass-truncated", "true");
    return sendPieces(reply, JSON_TYPE, [list.json]);
  }

  serve(app, "getHeaders", ({ params, reply }) => sendList(params.id, "headers", reply));
  serve(app, "getEnvelope", ({ params }) => find(params.id).envelope);
  serve(app, "getFindings", ({ params, reply }) => sendList(params.id, "findings", reply));
  serve(app, "getLinks", ({ params, reply }) => sendList(params.id, "links", reply));
  serve(app, "getCodes", ({ params, reply }) => sendList(params.id, "codes", reply));
  serve(app, "getParts", ({ params, reply }) => sendList(params.id, "parts", reply));

  // Both as text/plain: HTML that a sender wrote is never to run here, whoever opens the address.
  serve(app, "getText", async ({ params, request, reply }) => {
    const text = await runWhereCheap(worker, textJob, find(params.id), { type: "text/plain" }, request.signal);
    if (text === null) throw new HttpProblem("not-found", "The message has no text part. Its HTML is at …/html.");
    return sendPieces(reply, "text/plain; charset=utf-8", text);
  });
  serve(app, "getHtml", async ({ params, request, reply }) => {
    const html = await runWhereCheap(worker, textJob, find(params.id), { type: "text/html" }, request.signal);
    if (html === null) throw new HttpProblem("not-found", "The message has no HTML part. Its text is at …/text.");
    return sendPieces(reply, "text/plain; charset=utf-8", html);
  });

  serve(app, "getMessageSession", ({ params }) => {
    const { sessionId } = find(params.id);
    if (sessionId === null) throw new HttpProblem("not-found", "The message did not come by SMTP.");
    const session = mailbox.sessions.get(sessionId);
    if (session === undefined) throw notFound("session", sessionId);
    return session.whole();
  });
}
