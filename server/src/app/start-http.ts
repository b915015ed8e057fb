import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Info } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Log } from "../base/log.ts";
import { TurnGate } from "../base/turn-gate.ts";
import type { Config } from "../config/options.ts";
import { createHttpServer } from "../http/create-http-server.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { NetworkChecks } from "../mailbox/network-checks.ts";
import { createSubmit } from "../relay/submit-mail.ts";
import { FairWriter } from "../request/fair-writer.ts";
import { type HostPort, urlOf } from "./address.ts";
import type { AppBudgets } from "./budgets.ts";
import type { ConfiguredRelay } from "./configure-relay.ts";
import type { EventLoopMonitor } from "./event-loop/monitor.ts";
import { listenForHttp } from "./listen-for-http.ts";
import { openPort } from "./open-port.ts";
import { describeOwnPort } from "./own-port.ts";
import { registerCompat } from "./register-compat.ts";
import { sendTestMessage } from "./test-message.ts";
import { createWebAuth } from "./web-auth.ts";

interface StartHttpOptions {
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
  readonly checks: NetworkChecks;
  readonly info: (http: HostPort) => Info;
  readonly smtp: HostPort;
  readonly relay: ConfiguredRelay;
  readonly log: Log;
  readonly eventLoop: EventLoopMonitor | undefined;
  readonly budgets: AppBudgets;
  /** Maximum simultaneous HTTP connections. */
  readonly maxConnections: number;
}

interface StartedHttp {
  readonly server: FastifyInstance;
  readonly http: HostPort;
  readonly url: string;
}

/** Opens the port of the page and the API. */
export async function startHttp(config: Config, given: StartHttpOptions): Promise<StartedHttp> {
  const { mailbox, worker, checks, info, smtp, relay, log, eventLoop, budgets, maxConnections } = given;
  const http = { host: config.httpHost, port: config.httpPort };
  const submit = createSubmit(await describeOwnPort(config, smtp), mailbox);
  const writer = new FairWriter();
  const server = await createHttpServer({
    mailbox,
    worker,
    checks,
    writer,
    gate: new TurnGate(),
    info: () => info(http),
    log,
    host: config.httpHost,
    webRoot: findBuiltPage(),
    basePath: config.basePath,
    allowedHosts: config.allowHost,
    strictHost: config.strictHost,
    allowedOrigins: config.allowOrigin,
    auth: await createWebAuth(config),
    release: relay.release,
    submit,
    sendTest: () => sendTestMessage(submit),
    eventLoop,
    budgets,
  });
  server.server.maxConnections = maxConnections;
  await registerCompat(server, config, {
    mailbox,
    worker,
    writer,
    relay,
    log,
    checks,
    maxMessageBytes: info(http).limits.messageBytes,
  });
  const opened = await openPort({ ...http, flag: "--http-port" }, () => listenForHttp(server, http, maxConnections));
  http.host = opened.host;
  http.port = opened.port;
  const shown = http.host === "127.0.0.1" ? { ...http, host: "localhost" } : http;
  return { server, http, url: urlOf(shown, config.basePath) };
}

/** Closes the server and its connections. Fastify alone would wait for requests in progress. */
export async function closeServer(server: FastifyInstance): Promise<void> {
  server.server.closeAllConnections();
  await server.close();
}

/**
 * Finds the built page: next to the bundle, or, when running from sources, in the output folder of the page's build.
 */
function findBuiltPage(): string | undefined {
  const places = [new URL("./web", import.meta.url), new URL("../../../web/dist", import.meta.url)];
  return places.map((place) => fileURLToPath(place)).find((place) => existsSync(`${place}/index.html`));
}
