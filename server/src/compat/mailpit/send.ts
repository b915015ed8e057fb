import type { AuthState, Envelope } from "@mailglass/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { serveWrite, type Write } from "../../request/write-route.ts";
import { readJson } from "../json.ts";
import { compose, type Outgoing, readOutgoing } from "./compose.ts";
import type { Mailpit } from "./face.ts";
import { writes } from "./writes.ts";

/** A message given as JSON, put into the mailbox without SMTP. */
export function sendRoute(app: FastifyInstance, { mailbox, maxMessageBytes }: Mailpit): void {
  const send = async ({ body, request, reply }: Write<typeof writes.send>) => {
    const outgoing = readOutgoing(readJson(body));
    if (typeof outgoing === "string") return reply.code(400).send({ Error: outgoing });
    const raw = await compose(outgoing);
    const { id } = mailbox.add({
      raw: [raw],
      size: raw.length,
      envelope: envelopeOf(outgoing, request),
      sessionId: null,
      receivedAt: Date.now(),
      findings: [],
    });
    return { ID: id };
  };
  serveWrite(app, writes.send, send, { bodyLimit: maxMessageBytes, maxValues: 200_000 });
}

function envelopeOf({ from, to, cc, bcc }: Outgoing, request: FastifyRequest): Envelope {
  return {
    greeting: null,
    helo: "",
    from: path(from.address),
    to: [...to, ...cc, ...bcc].map(({ address }) => path(address)),
    peer: { address: request.ip, port: request.socket.remotePort ?? null },
    tls: null,
    auth: userOf(request.headers.authorization),
  };
}

const path = (address: string) => ({ address, parameters: [] });

/** Mailpit notes the user of HTTP Basic, whether or not one is asked for. */
function userOf(authorization = ""): AuthState | null {
  const token = /^basic ([\w+/=]+)$/i.exec(authorization)?.[1];
  if (token === undefined) return null;
  const [user = ""] = Buffer.from(token, "base64").toString("utf8").split(":");
  return user === "" ? null : { mechanism: "HTTP Basic", user };
}
