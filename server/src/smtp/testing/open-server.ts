import { onTestFinished } from "vitest";
import type { IncomingMessage, SmtpSession } from "../hooks.ts";
import { createSmtpServer, type SmtpEndpoint, type SmtpListeners, type SmtpServerOptions } from "../smtp.ts";
import { Client } from "./client.ts";

export interface OpenServer {
  readonly server: SmtpListeners;
  readonly where: { port: number } | { path: string };
  readonly messages: IncomingMessage[];
  /** Sessions that are over. */
  readonly closed: SmtpSession[];
  /** Resolves with the next session that is over. */
  readonly nextClosed: () => Promise<SmtpSession>;
  /** A client that has read the greeting. */
  readonly client: (secure?: boolean) => Promise<Client>;
}

/** A server on a free port that is closed when the test is over. */
export async function openServer(
  options: SmtpServerOptions = {},
  endpoint: SmtpEndpoint = { port: 0 },
): Promise<OpenServer> {
  const messages: IncomingMessage[] = [];
  const closed: SmtpSession[] = [];
  let waiting: ((session: SmtpSession) => void)[] = [];
  const server = createSmtpServer({
    hostname: "mx.example",
    ...options,
    hooks: {
      ...options.hooks,
      onMessage(message) {
        messages.push(message);
        return options.hooks?.onMessage?.(message);
      },
      onSessionClose(session) {
        closed.push(session);
        for (const resolve of waiting) resolve(session);
        waiting = [];
      },
    },
  });
  const where = await server.listen(endpoint);
  onTestFinished(() => server.close());
  return {
    server,
    where,
    messages,
    closed,
    nextClosed: () => new Promise((resolve) => waiting.push(resolve)),
    async client(secure = endpoint.kind === "smtps") {
      const client = await Client.connect(where, secure);
      onTestFinished(() => client.destroy());
      await client.read();
      return client;
    },
  };
}

export function text(message: IncomingMessage | undefined): string {
  return Buffer.concat(message?.raw ?? []).toString("latin1");
}
