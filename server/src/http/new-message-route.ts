import { type NewMessageQuery, routes } from "@mailglass/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { composeBodyLimit } from "../mail/compose-source.ts";
import { type HeaderEnvelope, hasShortHeader, readHeaderEnvelope } from "../mail/header-envelope.ts";
import { UploadQueue } from "../mail/worker/upload-queue.ts";
import { createDirectMail } from "../mailbox/direct-mail.ts";
import { collectBody } from "../request/collect-body.ts";
import { hangUpSignal } from "../request/hang-up-signal.ts";
import { readUpload } from "../request/read-request.ts";
import { throwUnreadable } from "../request/unreadable-request.ts";
import type { ComposedMessage } from "./compose-message.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./http-problem.ts";
import { composeJob, headerEnvelopeJob } from "./worker-jobs.ts";

/** Takes messages without SMTP: as JSON, or the source itself. What takes long to read is read in the worker. */
export function addNewMessageRoute(app: FastifyInstance, { mailbox, info, worker }: HttpDeps): void {
  const { messageBytes } = info().limits;
  const route = routes.addMessage;
  const uploads = new UploadQueue(worker);
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser(["application/json", "message/rfc822", "application/octet-stream"], collectBody);

  const readMessage = async (request: FastifyRequest, reply: FastifyReply): Promise<ComposedMessage> => {
    const { query, bytes, isJson } = readUpload(request, route);
    if (bytes === undefined) throw new Error("The body of this route cannot be left out");
    const signal = hangUpSignal(reply);
    if (isJson) return throwUnreadable(await uploads.run(composeJob, bytes, null, signal));
    const { from, to } = await readEnvelope(bytes, query, signal);
    return { raw: bytes, from, to, source: "import", ...(query.tag === undefined ? {} : { tags: query.tag }) };
  };

  /** The header says what the query does not. */
  const readEnvelope = async (source: Buffer, { from, to }: NewMessageQuery, signal: AbortSignal) => {
    if (from !== undefined && to !== undefined) return { from, to };
    const envelope: HeaderEnvelope = hasShortHeader(source)
      ? readHeaderEnvelope(source)
      : await uploads.run(headerEnvelopeJob, source, null, signal);
    return { from: from ?? envelope.from, to: to ?? envelope.to };
  };

  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: composeBodyLimit(messageBytes),
    handler: async (request, reply) => {
      const { raw, from, to, tags, source = "http" } = await readMessage(request, reply);
      if (raw.length > messageBytes) {
        throw new HttpProblem("payload-too-large", `The message is ${raw.length} bytes; the limit is ${messageBytes}.`);
      }
      const peer = { address: request.ip, port: request.socket.remotePort ?? null };
      const incoming = createDirectMail({ raw, from, to, peer, tags, source });
      const { id } = await mailbox.add(incoming);
      const message = mailbox.handle(id);
      if (message === undefined)
        throw new HttpProblem("not-found", `The message ${id} was stored, and has been removed since.`);
      reply.code(route.status);
      return mailbox.row(message);
    },
  });
}
