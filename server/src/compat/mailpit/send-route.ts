import type { AuthState } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { parseBasicCredentials } from "../../base/credentials.ts";
import { UploadQueue } from "../../mail/worker/upload-queue.ts";
import { createDirectMail } from "../../mailbox/direct-mail.ts";
import { collectBody } from "../../request/collect-body.ts";
import { hangUpSignal } from "../../request/hang-up-signal.ts";
import { readUpload } from "../../request/read-request.ts";
import { throwUnreadable } from "../../request/unreadable-request.ts";
import type { MailpitContext } from "./context.ts";
import { sendJob } from "./worker-jobs.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

/** Stores a message given as JSON, without SMTP. */
export function addSendRoute(app: FastifyInstance, { mailbox, worker, maxMessageBytes }: MailpitContext): void {
  const route = MAILPIT_WRITE_ROUTES.send;
  const uploads = new UploadQueue(worker);
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", collectBody);
    scope.route({
      method: route.method,
      url: route.path,
      bodyLimit: maxMessageBytes,
      handler: async (request, reply) => {
        const { bytes } = readUpload(request, route);
        if (bytes === undefined) throw new Error("The body of this route cannot be left out");
        const composed = throwUnreadable(await uploads.run(sendJob, bytes, null, hangUpSignal(reply)));
        if ("problem" in composed) return reply.code(400).send({ Error: composed.problem });
        const peer = { address: request.ip, port: request.socket.remotePort ?? null };
        const auth = readBasicUser(request.headers.authorization);
        const { id } = await mailbox.add(createDirectMail({ ...composed, peer, auth, source: "http" }));
        return { ID: id };
      },
    });
  });
}

/** Mailpit records the user of HTTP Basic, even if no login is required. */
function readBasicUser(authorization = ""): AuthState | null {
  const user = parseBasicCredentials(authorization)?.user ?? "";
  return user === "" ? null : { mechanism: "HTTP Basic", user };
}
