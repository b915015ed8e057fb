import type { AuthState, Envelope } from "@mailglass/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseBasicCredentials } from "../../base/credentials.ts";
import { UploadQueue } from "../../mail/worker/upload-queue.ts";
import { collectBody } from "../../request/collect-body.ts";
import { readUpload } from "../../request/read-request.ts";
import { throwUnreadable } from "../../request/unreadable-request.ts";
import type { ComposedSend } from "./compose.ts";
import type { MailpitContext } from "./context.ts";
import { sendJob } from "./worker-jobs.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

/** A message given as JSON, put into the mailbox without SMTP. */
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
        const composed = throwUnreadable(await uploads.run(sendJob, bytes, null, request.signal));
        if ("problem" in composed) return reply.code(400).send({ Error: composed.problem });
        const { id } = mailbox.add({
          raw: [composed.raw],
          size: composed.raw.length,
          envelope: buildSendEnvelope(composed, request),
          sessionId: null,
          receivedAt: Date.now(),
          findings: [],
        });
        return { ID: id };
      },
    });
  });
}

function buildSendEnvelope({ from, to }: ComposedSend, request: FastifyRequest): Envelope {
  return {
    greeting: null,
    helo: "",
    from: toEnvelopePath(from),
    to: to.map(toEnvelopePath),
    peer: { address: request.ip, port: request.socket.remotePort ?? null },
    tls: null,
    auth: readBasicUser(request.headers.authorization),
  };
}

const toEnvelopePath = (address: string) => ({ address, parameters: [] });

/** Mailpit records the user of HTTP Basic, even if no login is required. */
function readBasicUser(authorization = ""): AuthState | null {
  const user = parseBasicCredentials(authorization)?.user ?? "";
  return user === "" ? null : { mechanism: "HTTP Basic", user };
}
