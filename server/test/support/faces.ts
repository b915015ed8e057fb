import type { AddressInfo } from "node:net";
import websocket from "@fastify/websocket";
import type { Envelope } from "@mailglass/shared";
import Fastify, { type FastifyInstance } from "fastify";
import type { Release } from "../../src/compat/release.ts";
import { createMailbox } from "../../src/mailbox/create-mailbox.ts";
import type { Mailbox, StoredMessage } from "../../src/mailbox/mailbox.ts";

interface Sent {
  readonly from?: string;
  readonly to?: readonly string[];
  readonly user?: string;
}

/** A face on a port of its own, over a mailbox that the test fills. */
export interface FaceUnderTest {
  readonly url: string;
  readonly port: number;
  readonly mailbox: Mailbox;
  /** Stores a message, as if it had come by SMTP. */
  deliver(source: string, envelope?: Sent): StoredMessage;
  close(): Promise<void>;
}

export async function serveFace(
  register: (app: FastifyInstance, mailbox: Mailbox) => Promise<void>,
): Promise<FaceUnderTest> {
  const mailbox = createMailbox();
  const app = Fastify({ forceCloseConnections: true });
  await app.register(websocket);
  await register(app, mailbox);
  await app.listen({ host: "127.0.0.1", port: 0 });
  // It listens on TCP.
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    mailbox,
    deliver(source, envelope = {}) {
      const raw = Buffer.from(source);
      return mailbox.add({
        raw: [raw],
        size: raw.length,
        envelope: envelopeOf(envelope),
        sessionId: null,
        receivedAt: Date.now(),
        findings: [],
      });
    },
    close: () => app.close(),
  };
}

/** For faces that never get to release anything. */
export const noRelease: Release = async () => ({ type: "refused", reason: "no server is allowed" });

const path = (address: string) => ({ address, parameters: [] });

function envelopeOf({ from = "sender@example.com", to = ["rcpt@example.com"], user = "" }: Sent): Envelope {
  return {
    greeting: "EHLO",
    helo: "tester",
    from: path(from),
    to: to.map(path),
    peer: { address: "127.0.0.1", port: 40_000 },
    tls: null,
    auth: user === "" ? null : { mechanism: "PLAIN", user },
  };
}
