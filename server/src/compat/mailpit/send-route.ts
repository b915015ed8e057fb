import type { AuthState, Envelope } from "@mailglass/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseBasicCredentials } from "../../base/credentials.ts";
import { addWriteRoute, type WriteRequest } from "../../request/add-write-route.ts";
import { readGoJson } from "../go-json.ts";
import { composeSendRequest, readSendRequest, type SendRequest } from "./compose.ts";
import type { MailpitContext } from "./context.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

/** Stores a message given as JSON, without SMTP. */
export function addSendRoute(app: FastifyInstance, { mailbox, maxMessageBytes }: MailpitContext): void {
  const send = async ({ body, request, reply }: WriteRequest<typeof MAILPIT_WRITE_ROUTES.send>) => {
    const outgoing = readSendRequest(readGoJson(body));
    if (typeof outgoing === "string") return reply.code(400).send({ Error: outgoing });
    const raw = await composeSendRequest(outgoing);
    const { id } = mailbox.add({
      raw: [raw],
      size: raw.length,
      envelope: buildSendEnvelope(outgoing, request),
      sessionId: null,
      receivedAt: Date.now(),
      findings: [],
    });
    return { ID: id };
  };
  addWriteRoute(app, MAILPIT_WRITE_ROUTES.send, send, { bodyLimit: maxMessageBytes, maxValues: 200_000 });
}

function buildSendEnvelope({ from, to, cc, bcc }: SendRequest, request: FastifyRequest): Envelope {
  return {
    greeting: null,
    helo: "",
    from: toEnvelopePath(from.address),
    to: [...to, ...cc, ...bcc].map(({ address }) => toEnvelopePath(address)),
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
