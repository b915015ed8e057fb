import { onTestFinished } from "vitest";
import type { IncomingMessage, SmtpSession } from "../../src/smtp/hooks.ts";
import {
  createSmtpServer,
  type SmtpEndpoint,
  type SmtpListeners,
  type SmtpServerOptions,
} from "../../src/smtp/smtp.ts";
import { RawClient } from "./raw-client.ts";

export interface OpenServer {
  readonly server: SmtpListeners;
  readonly address: { port: number } | { path: string };
  readonly messages: IncomingMessage[];
  /** Sessions that have ended. */
  readonly closedSessions: SmtpSession[];
  /** Resolves with the next session that ends. */
  readonly waitForClose: () => Promise<SmtpSession>;
  /** Connects a client and reads the greeting. */
  readonly connectClient: (secure?: boolean) => Promise<RawClient>;
}

/** Starts a server on a free port; it is closed when the test ends. */
export async function openServer(
  options: SmtpServerOptions = {},
  endpoint: SmtpEndpoint = { port: 0 },
): Promise<OpenServer> {
  const messages: IncomingMessage[] = [];
  const closed: SmtpSession[] = [];
  let closeWaiters: ((session: SmtpSession) => void)[] = [];
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
        for (const resolve of closeWaiters) resolve(session);
        closeWaiters = [];
      },
    },
  });
  const where = await server.listen(endpoint);
  onTestFinished(() => server.close());
  return {
    server,
    address: where,
    messages,
    closedSessions: closed,
    waitForClose: () => new Promise((resolve) => closeWaiters.push(resolve)),
    async connectClient(secure = endpoint.kind === "smtps") {
      const client = await RawClient.connect(where, secure);
      onTestFinished(() => client.destroy());
      await client.read();
      return client;
    },
  };
}

export function messageText(message: IncomingMessage | undefined): string {
  return Buffer.concat(message?.raw ?? []).toString("latin1");
}
