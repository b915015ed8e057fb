import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Info } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Listening } from "./app.ts";
import type { AppBudgets } from "./app-budgets.ts";
import { registerFaces } from "./app-faces.ts";
import type { EventLoopMonitor } from "./event-loop/monitor.ts";
import { buildHttp } from "./http/http.ts";
import { listening } from "./listening.ts";
import type { Log } from "./log.ts";
import type { MailWorker } from "./mail/worker/mail-worker.ts";
import type { Mailbox } from "./mailbox/mailbox.ts";
import type { Config } from "./options.ts";
import { sendTestMessage } from "./test-message.ts";
import { webAuthOf } from "./web-auth.ts";

interface Given {
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
  readonly info: (http: Listening) => Info;
  readonly smtp: Listening;
  readonly log: Log;
  readonly eventLoop: EventLoopMonitor | undefined;
  readonly budgets: AppBudgets;
  /** HTTP connections at once. */
  readonly maxConnections: number;
}

interface Served {
  readonly server: FastifyInstance;
  readonly http: Listening;
  readonly url: string;
}

/** Opens the port of the page and the API. */
export async function listenHttp(config: Config, given: Given): Promise<Served> {
  const { mailbox, worker, info, smtp, log, eventLoop, budgets, maxConnections } = given;
  const http = { host: config.httpHost, port: config.httpPort };
  const server = await buildHttp({
    mailbox,
    worker,
    info: () => info(http),
    log,
    host: config.httpHost,
    webRoot: builtPage(),
    basePath: config.basePath,
    allowedHosts: config.allowHost,
    allowedOrigins: config.allowOrigin,
    auth: await webAuthOf(config),
    sendTest: () => sendTestMessage(smtp),
    eventLoop,
    budgets,
  });
  server.server.maxConnections = maxConnections;
  await registerFaces(server, config, {
    mailbox,
    worker,
    smtp,
    log,
    maxMessageBytes: info(http).limits.messageBytes,
  });
  const opened = await listening({ ...http, flag: "--http-port" }, async () => {
    await server.listen(http);
    return server.addresses()[0] ?? {};
  });
  http.port = opened.port;
  return { server, http, url: urlOf(http, config.basePath) };
}

/** Fastify waits for requests under way; we hang up on them. */
export async function closed(server: FastifyInstance): Promise<void> {
  server.server.closeAllConnections();
  await server.close();
}

/** The page beside the bundle; beside the sources it is where the page's own build puts it. */
function builtPage(): string | undefined {
  const places = [new URL("./web", import.meta.url), new URL("../../web/dist", import.meta.url)];
  return places.map((place) => fileURLToPath(place)).find((place) => existsSync(`${place}/index.html`));
}

function urlOf({ host, port }: Listening, basePath: string): string {
  const everywhere = host === "0.0.0.0" || host === "::" || host === "127.0.0.1";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}${basePath}`;
}
