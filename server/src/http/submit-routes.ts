import { type MessageSummary, routes } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { composeBodyLimit } from "../mail/compose-source.ts";
import { UploadQueue } from "../mail/worker/upload-queue.ts";
import type { RawChunks } from "../mailbox/mailbox.ts";
import { createEnvelope, type SubmitOutcome, type SubmittedEnvelope } from "../mailbox/submit.ts";
import { collectBody } from "../request/collect-body.ts";
import { hangUpSignal } from "../request/hang-up-signal.ts";
import { readUpload } from "../request/read-request.ts";
import { throwUnreadable } from "../request/unreadable-request.ts";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem, notFoundProblem } from "./http-problem.ts";
import { getMessageOrThrow } from "./message-routes.ts";
import { composeJob } from "./worker-jobs.ts";

/** Routes that send a message to our own SMTP port: one of the mailbox again, or a composed one. */
export function addSubmitRoutes(app: FastifyInstance, deps: HttpDeps): void {
  addRoute(app, "resendMessage", async ({ params }) => {
    const message = await getMessageOrThrow(deps.mailbox, params.id);
    return submitOrThrow(deps, message.envelope, message.chunks());
  });
  app.register(async (scope) => addSendMessageRoute(scope, deps));
}

function addSendMessageRoute(app: FastifyInstance, deps: HttpDeps): void {
  const route = routes.sendMessage;
  const uploads = new UploadQueue(deps.worker);
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", collectBody);
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: composeBodyLimit(deps.info().limits.messageBytes),
    handler: async (request, reply) => {
      const { bytes } = readUpload(request, route);
      if (bytes === undefined) throw new Error("The body of this route cannot be left out");
      const { raw, from, to, tags } = throwUnreadable(await uploads.run(composeJob, bytes, null, hangUpSignal(reply)));
      const row = await submitOrThrow(deps, createEnvelope(from, to), [raw]);
      reply.code(route.status);
      return tags === undefined ? row : addTags(deps, row, tags);
    },
  });
}

/** Adds the tags that the request names to those of the message itself. */
async function addTags({ mailbox }: HttpDeps, row: MessageSummary, tags: readonly string[]) {
  const message = await mailbox.mark(row.id, { addTags: tags });
  return message === undefined ? row : mailbox.row(message);
}

/** Returns the id of the message. */
export function throwUnlessStored(outcome: SubmitOutcome): string {
  if (outcome.type === "stored") return outcome.id;
  throw new HttpProblem(outcome.type === "refused" ? "delivery-refused" : "delivery-failed", outcome.reason);
}

async function submitOrThrow(
  { mailbox, submit }: HttpDeps,
  envelope: SubmittedEnvelope,
  source: RawChunks,
): Promise<MessageSummary> {
  if (submit === undefined) throw new HttpProblem("not-available", "There is no SMTP port to send through.");
  const outcome = await submit(envelope, source);
  const id = throwUnlessStored(outcome);
  const message = mailbox.handle(id);
  if (message === undefined) throw notFoundProblem("message", id);
  return mailbox.row(message);
}
