import { routes } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { TimeSlice } from "../base/time-slice.ts";
import { UploadQueue } from "../mail/worker/upload-queue.ts";
import { createDirectMail } from "../mailbox/direct-mail.ts";
import { collectBody } from "../request/collect-body.ts";
import { hangUpSignal } from "../request/hang-up-signal.ts";
import { readUpload } from "../request/read-request.ts";
import { throwUnreadable } from "../request/unreadable-request.ts";
import type { HttpDeps } from "./deps.ts";
import { importJob } from "./worker-jobs.ts";

/** Maximum size of a file, in bytes. The worker reads it in one piece. */
const MAX_FILE_BYTES = 96 * 1024 * 1024;
/** Messages that are added together, so that they share a commit of the store. */
const MAX_PENDING = 200;
/** Maximum number of ids in the response. */
const MAX_LISTED_IDS = 1_000;

/** Stores the messages of an .eml or mbox file. The file is read in the worker. */
export function addImportRoute(app: FastifyInstance, { mailbox, info, worker }: HttpDeps): void {
  const { messageBytes } = info().limits;
  const route = routes.importMessages;
  const uploads = new UploadQueue(worker);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...route.rawTypes], collectBody);
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: MAX_FILE_BYTES,
    handler: async (request, reply) => {
      const { query, bytes } = readUpload(request, route);
      if (bytes === undefined) throw new Error("The body of this route cannot be left out");
      const file = throwUnreadable(
        await uploads.run(importJob, bytes, { maxBytes: messageBytes }, hangUpSignal(reply)),
      );
      const peer = { address: request.ip, port: request.socket.remotePort ?? null };
      const ids: string[] = [];
      let pending: Promise<{ readonly id: string }>[] = [];
      const awaitPending = async () => {
        for (const { id } of await Promise.all(pending)) ids.push(id);
        pending = [];
      };
      const slice = new TimeSlice();
      for (const { start, end, from, to } of file.messages) {
        if (slice.isOver || pending.length >= MAX_PENDING) {
          await awaitPending();
          await slice.pause();
        }
        const envelope = { from: query.from ?? from, to: query.to ?? to };
        // Copied, so that one message does not keep the memory of all.
        const raw = new Uint8Array(file.bytes.subarray(start, end));
        const mail = createDirectMail({ raw, ...envelope, peer, tags: query.tag, source: "import" });
        pending.push(Promise.resolve(mailbox.add(mail)));
      }
      await awaitPending();
      reply.code(route.status);
      return { added: ids.length, ids: ids.slice(0, MAX_LISTED_IDS) };
    },
  });
}
