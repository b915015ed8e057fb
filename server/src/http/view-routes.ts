import type { FastifyInstance, FastifyReply } from "fastify";
import { compareJob, contentJob, createPairSource } from "../mail/worker/content-jobs.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { type ListView, listJob, textJob } from "../mail/worker/view-jobs.ts";
import { readersJob } from "../mail/worker/worker-jobs.ts";
import { JSON_MEDIA_TYPE, sendChunks } from "../request/send-chunks.ts";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem, notFoundProblem } from "./http-problem.ts";
import { getMessageOrThrow } from "./message-routes.ts";
import { listRepeatFindings } from "./repeat-findings.ts";

/** Maximum bytes of two messages that are compared. */
const MAX_COMPARED_BYTES = 64 * 1024 * 1024;

/** One route for each view of a message. */
export function addViewRoutes(app: FastifyInstance, { mailbox, worker }: HttpDeps): void {
  const getMessage = (id: string) => getMessageOrThrow(mailbox, id);

  async function sendList(id: string, view: ListView, reply: FastifyReply): Promise<FastifyReply> {
    const message = getMessage(id);
    const sessionFindings =
      view === "findings"
        ? [...message.wireFindings, ...(await listRepeatFindings(mailbox, message)), ...message.readerFindings]
        : [];
    const list = await runCheaply(worker, listJob, message, { view, sessionFindings }, reply.request.signal);
    if (list.isTruncated) reply.header("mailglass-truncated", "true");
    return sendChunks(reply, JSON_MEDIA_TYPE, [list.json]);
  }

  addRoute(app, "getHeaders", ({ params, reply }) => sendList(params.id, "headers", reply));
  addRoute(app, "getEnvelope", ({ params }) => getMessage(params.id).envelope);
  addRoute(app, "getFindings", ({ params, reply }) => sendList(params.id, "findings", reply));
  addRoute(app, "getLinks", ({ params, reply }) => sendList(params.id, "links", reply));
  addRoute(app, "getCodes", ({ params, reply }) => sendList(params.id, "codes", reply));
  addRoute(app, "getParts", ({ params, reply }) => sendList(params.id, "parts", reply));

  // Both are served as text/plain: HTML written by a sender must never run here.
  addRoute(app, "getText", async ({ params, request, reply }) => {
    const text = await runCheaply(worker, textJob, getMessage(params.id), { type: "text/plain" }, request.signal);
    if (text === null) throw new HttpProblem("not-found", "The message has no text part. Its HTML is at …/html.");
    return sendChunks(reply, "text/plain; charset=utf-8", text);
  });
  addRoute(app, "getHtml", async ({ params, request, reply }) => {
    const html = await runCheaply(worker, textJob, getMessage(params.id), { type: "text/html" }, request.signal);
    if (html === null) throw new HttpProblem("not-found", "The message has no HTML part. Its text is at …/text.");
    return sendChunks(reply, "text/plain; charset=utf-8", html);
  });

  addRoute(app, "getReaders", async ({ params, request }) => {
    const message = getMessage(params.id);
    const readers = await worker.run(readersJob, message, null, request.signal);
    message.readerFindings = readers.findings;
    return readers;
  });

  addRoute(app, "getContent", ({ params, request }) =>
    worker.run(contentJob, getMessage(params.id), null, request.signal),
  );

  addRoute(app, "compareMessages", ({ params, request }) => {
    const [first, second] = [getMessage(params.id), getMessage(params.other)];
    if (first.size + second.size > MAX_COMPARED_BYTES)
      throw new HttpProblem("too-expensive", "Together, the messages are larger than 64 MiB.");
    return worker.run(compareJob, createPairSource(first, second), { split: first.size }, request.signal);
  });

  addRoute(app, "getMessageSession", ({ params }) => {
    const { sessionId } = getMessage(params.id);
    if (sessionId === null) throw new HttpProblem("not-found", "The message did not arrive by SMTP.");
    const session = mailbox.sessions.get(sessionId);
    if (session === undefined) throw notFoundProblem("session", sessionId);
    return session.details();
  });
}
