import type { Socket } from "node:net";
import type { Info } from "@mailglass/shared";
import { type Client, createClient } from "@mailglass/shared/client";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import { createMailWorker } from "../../src/app/create-mail-worker.ts";
import { TurnGate } from "../../src/base/turn-gate.ts";
import { createHttpServer } from "../../src/http/create-http-server.ts";
import type { HttpDeps } from "../../src/http/deps.ts";
import type { MailWorker } from "../../src/mail/worker/mail-worker.ts";
import { createMailbox } from "../../src/mailbox/create-mailbox.ts";
import type { IncomingMail, Mailbox, StoredMessage } from "../../src/mailbox/mailbox.ts";
import { NO_NETWORK_CHECKS } from "../../src/mailbox/network-checks.ts";
import { TemplateStore } from "../../src/mailbox/template-store.ts";
import { toUndoFields } from "../../src/mailbox/undo-log.ts";
import { FairWriter } from "../../src/request/fair-writer.ts";

export interface TestServer extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
  /** Lines that were logged at error level. */
  readonly errors: string[];
}

export interface ListeningServer extends TestServer {
  readonly url: URL;
  readonly client: Client;
  /** Connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
}

/** All test servers of a process share one worker thread, because starting one from the sources takes most of a second. */
const sharedWorker = createMailWorker(pino({ enabled: false }), 512 * 1024 ** 2);

/** Creates an HTTP server with its own mailbox, for `app.inject`. */
export async function createTestServer(deps: Partial<HttpDeps> = {}): Promise<TestServer> {
  const mailbox = deps.mailbox ?? createMailbox();
  const errors: string[] = [];
  const log = pino({ level: "error" }, { write: (line: string) => void errors.push(line) });
  const worker = deps.worker ?? sharedWorker;
  const app = await createHttpServer({
    mailbox,
    worker,
    writer: new FairWriter(),
    gate: new TurnGate(),
    checks: NO_NETWORK_CHECKS,
    templates: new TemplateStore(),
    info: () => createTestInfo(mailbox),
    log,
    host: "127.0.0.1",
    ...deps,
  });
  return {
    app,
    mailbox,
    worker,
    errors,
    async [Symbol.asyncDispose]() {
      await mailbox.close();
      await app.close();
    },
  };
}

/** The same on a real socket, with the typed client. */
export async function startTestServer(deps: Partial<HttpDeps> = {}): Promise<ListeningServer> {
  const server = await createTestServer(deps);
  const sockets = new Set<Socket>();
  server.app.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const url = new URL(await server.app.listen({ host: "127.0.0.1", port: 0 }));
  return { ...server, url, client: createClient({ url }), sockets };
}

export function createTestInfo(mailbox: Mailbox): Info {
  return {
    name: "mailglass",
    version: "0.0.0-test",
    instance: mailbox.instance,
    startedAt: new Date(0).toISOString(),
    smtp: null,
    smtps: null,
    lmtp: null,
    http: { host: "127.0.0.1", port: 0 },
    listeners: [],
    starttls: false,
    requires: { tls: false, login: false, account: false },
    label: "",
    strict: [],
    relay: null,
    limits: {
      messages: mailbox.limits.messages,
      bytes: mailbox.limits.bytes,
      messageBytes: 25 * 1024 * 1024,
      ageSeconds: null,
    },
    store: null,
    counts: mailbox.counts(),
    undos: mailbox.undos().map((undo) => ({ ...toUndoFields(undo), messages: undo.count })),
  };
}

/** Adds a message as SMTP does. LF in `source` becomes CRLF. */
export function storeMessage(
  mailbox: Mailbox,
  source: string | Buffer,
  incoming: Partial<IncomingMail> = {},
): StoredMessage {
  const raw = typeof source === "string" ? Buffer.from(source.replace(/\r?\n/g, "\r\n")) : source;
  const added = mailbox.add({
    raw: [raw],
    size: raw.length,
    envelope: {
      greeting: "EHLO",
      helo: "client.example",
      from: { address: "sender@example.com", parameters: [] },
      to: [{ address: "jo@example.com", parameters: [] }],
      peer: { address: "127.0.0.1", port: 50_000 },
      tls: null,
      auth: null,
    },
    sessionId: null,
    receivedAt: Date.now(),
    findings: [],
    ...incoming,
  });
  if (added instanceof Promise) throw new Error("This mailbox must have no store");
  const message = mailbox.handle(added.id)?.open();
  if (message === undefined) throw new Error("The newest message is always kept");
  return message;
}

/** A short message with this subject. */
export function mailSource(subject: string): string {
  return `From: Sender <sender@example.com>\nTo: Jo <jo@example.com>\nSubject: ${subject}\n\nHello from ${subject}\n`;
}
