import type { FastifyInstance, FastifyReply } from "fastify";
import { FINDINGS } from "../mail/findings/finding-table.ts";
import { compareJob, contentJob, createPairSource } from "../mail/worker/content-jobs.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { type ListParams, listJob, textJob } from "../mail/worker/view-jobs.ts";
import { htmlCheckJob, readersJob } from "../mail/worker/worker-jobs.ts";
import type { StoredMessage } from "../mailbox/mailbox.ts";
import { JSON_MEDIA_TYPE, sendChunks } from "../request/send-chunks.ts";
import { addRoute } from "./add-route.ts";
import { runNetworkChecks, SKIPPED_CHECKS } from "./check-routes.ts";
import type { HttpDeps } from "./deps.ts";
import { describeDelivery } from "./describe-delivery.ts";
import { describeSession } from "./describe-session.ts";
import { HttpProblem, notFoundProblem } from "./http-problem.ts";
import { getMessageOrThrow } from "./message-routes.ts";
import { listRepeatFindings } from "./repeat-findings.ts";

/** Maximum bytes of two messages that are compared. */
const MAX_COMPARED_BYTES = 64 * 1024 * 1024;

const KIND_COUNT = Object.keys(FINDINGS).length;

/** One route for each view of a message. */
export function addViewRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const { mailbox, worker } = deps;
  const getMessage = (id: string) => getMessageOrThrow(mailbox, id);

  async function sendList(message: StoredMessage, params: ListParams, reply: FastifyReply): Promise<FastifyReply> {
    const list = await runCheaply(worker, listJob, message, params, reply.request.signal);
    if (list.isTruncated) reply.header("mailglass-truncated", "true");
    return sendChunks(reply, JSON_MEDIA_TYPE, [list.json]);
  }

  addRoute(app, "getHeaders", async ({ params, reply }) =>
    sendList(await getMessage(params.id), { view: "headers" }, reply),
  );
  addRoute(app, "getEnvelope", async ({ params }) => (await getMessage(params.id)).envelope);
  addRoute(app, "getFindings", async ({ params: { id }, reply }) => {
    const message = await getMessage(id);
    const { findings, lines } = describeDelivery(mailbox, message);
    const repeats = listRepeatFindings(await mailbox.threads.findSameMessageId(id));
    return sendList(message, { view: "findings", sessionFindings: [...findings, ...repeats], lines }, reply);
  });
  addRoute(app, "getLinks", async ({ params, reply }) =>
    sendList(await getMessage(params.id), { view: "links" }, reply),
  );
  addRoute(app, "getCodes", async ({ params, reply }) =>
    sendList(await getMessage(params.id), { view: "codes" }, reply),
  );
  addRoute(app, "getParts", async ({ params, reply }) =>
    sendList(await getMessage(params.id), { view: "parts" }, reply),
  );

  // Both are served as text/plain: HTML written by a sender must never run here.
  addRoute(app, "getText", async ({ params, request, reply }) => {
    const text = await runCheaply(worker, textJob, await getMessage(params.id), { type: "text/plain" }, request.signal);
    if (text === null) throw new HttpProblem("not-found", "The message has no text part. Its HTML is at …/html.");
    return sendChunks(reply, "text/plain; charset=utf-8", text);
  });
  addRoute(app, "getHtml", async ({ params, request, reply }) => {
    const html = await runCheaply(worker, textJob, await getMessage(params.id), { type: "text/html" }, request.signal);
    if (html === null) throw new HttpProblem("not-found", "The message has no HTML part. Its text is at …/text.");
    return sendChunks(reply, "text/plain; charset=utf-8", html);
  });

  addRoute(app, "getChecks", async ({ params, query: { network = true }, request, reply }) => {
    const message = await getMessage(params.id);
    const [html, others] = await Promise.all([
      worker.run(htmlCheckJob, message, null, request.signal),
      network ? runNetworkChecks(deps, message, request.signal) : SKIPPED_CHECKS,
    ]);
    const members = JSON.stringify({ kindCount: KIND_COUNT, ...others }).slice(0, -1);
    return sendChunks(reply, JSON_MEDIA_TYPE, [Buffer.from(`${members},"html":`), html, Buffer.from("}")]);
  });

  addRoute(app, "getReaders", async ({ params, request }) => {
    const message = await getMessage(params.id);
    const readers = await worker.run(readersJob, message, null, request.signal);
    message.readerFindings = readers.findings;
    return readers;
  });

  addRoute(app, "getContent", async ({ params, request }) =>
    worker.run(contentJob, await getMessage(params.id), null, request.signal),
  );

  addRoute(app, "compareMessages", async ({ params, request }) => {
    const [first, second] = await Promise.all([getMessage(params.id), getMessage(params.other)]);
    if (first.size + second.size > MAX_COMPARED_BYTES)
      throw new HttpProblem("too-expensive", "Together, the messages are larger than 64 MiB.");
    return worker.run(compareJob, createPairSource(first, second), { split: first.size }, request.signal);
  });

  addRoute(app, "getRequest", async ({ params }) => {
    const { request } = await getMessage(params.id);
    if (request === undefined)
      throw new HttpProblem("not-found", "The message did not arrive through the API of a provider.");
    return request;
  });

  addRoute(app, "getMessageSession", async ({ params }) => {
    const { sessionId, sessionLines } = await getMessage(params.id);
    if (sessionId === null) throw new HttpProblem("not-found", "The message did not arrive by SMTP.");
    const session = mailbox.sessions.get(sessionId);
    if (session === undefined) throw notFoundProblem("session", sessionId);
    // `end` is the line before the reply.
    const transaction = sessionLines === undefined ? null : { first: sessionLines.mail, last: sessionLines.end + 1 };
    return { ...describeSession(session), transaction };
  });
}
