import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Info, Listener } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Certificate } from "../base/certificates/create-certificate.ts";
import type { Log } from "../base/log.ts";
import { TurnGate } from "../base/turn-gate.ts";
import type { Config } from "../config/options.ts";
import { createHttpServer } from "../http/create-http-server.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { NetworkChecks } from "../mailbox/network-checks.ts";
import { TemplateStore } from "../mailbox/template-store.ts";
import { createSubmit } from "../relay/submit-mail.ts";
import { FairWriter } from "../request/fair-writer.ts";
import { type HostPort, protocolOf, urlOf } from "./address.ts";
import type { AppBudgets } from "./budgets.ts";
import type { ConfiguredRelay } from "./configure-relay.ts";
import type { EventLoopMonitor } from "./event-loop/monitor.ts";
import { listenForHttp, listenForHttps } from "./listen-for-http.ts";
import type { MemoryLimits } from "./memory-limits.ts";
import { openPort } from "./open-port.ts";
import { describeOwnPort } from "./own-port.ts";
import { registerCompat } from "./register-compat.ts";
import type { OwnSmtp } from "./start-smtp.ts";
import { sendTestMessage } from "./test-message.ts";
import { createWebAuth } from "./web-auth.ts";

interface StartHttpOptions {
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
  readonly checks: NetworkChecks;
  /** @param listeners those of HTTP, the first of which is that of --http-port */
  readonly info: (http: HostPort, listeners: readonly Listener[]) => Info;
  readonly smtp: OwnSmtp;
  readonly relay: ConfiguredRelay;
  readonly certificate: Certificate | undefined;
  readonly log: Log;
  readonly eventLoop: EventLoopMonitor | undefined;
  readonly budgets: AppBudgets;
  /** Maximum simultaneous HTTP connections. */
  readonly maxConnections: number;
  readonly limits: Pick<MemoryLimits, "backlogBytes" | "concurrentReads" | "templateBytes">;
}

interface StartedHttp {
  readonly server: FastifyInstance;
  readonly http: HostPort;
  readonly https: HostPort | null;
  readonly url: string;
  /** The URL of the page over HTTPS, if it has a port of its own. */
  readonly httpsUrl: string | null;
}

/** Opens the port of the page and the API. */
export async function startHttp(config: Config, given: StartHttpOptions): Promise<StartedHttp> {
  const { mailbox, worker, checks, info, smtp, relay, log, eventLoop, budgets, maxConnections, certificate, limits } =
    given;
  const http = { host: config.httpHost, port: config.httpPort };
  const protocol = protocolOf(config);
  const listeners: Listener[] = [];
  const submit = createSubmit(await describeOwnPort(config, smtp), mailbox);
  const writer = new FairWriter(limits.backlogBytes);
  const templates = new TemplateStore(config.templates ?? undefined, limits.templateBytes);
  const server = await createHttpServer({
    mailbox,
    worker,
    checks,
    templates,
    writer,
    gate: new TurnGate(),
    info: () => info(http, listeners),
    log,
    host: config.httpHost,
    ...(protocol === "https" && { certificate }),
    webRoot: findBuiltPage(),
    basePath: config.basePath,
    allowedHosts: config.allowHost,
    strictHost: config.strictHost,
    trustedProxies: config.trustProxy,
    allowedOrigins: config.allowOrigin,
    auth: await createWebAuth(config),
    release: relay.release,
    submit,
    sendTest: () => sendTestMessage(submit),
    eventLoop,
    budgets,
    maxConcurrentReads: limits.concurrentReads,
  });
  server.server.maxConnections = maxConnections;
  await registerCompat(server, config, {
    mailbox,
    worker,
    writer,
    relay,
    log,
    checks,
    templates,
    maxMessageBytes: info(http, listeners).limits.messageBytes,
  });
  const opened = await openPort({ ...http, flag: "--http-port" }, () => listenForHttp(server, http, maxConnections));
  http.host = opened.host;
  http.port = opened.port;
  listeners.push({ protocol, ...opened, path: null });
  const https = await openHttpsPort(server, config, certificate, maxConnections).catch(async (error: unknown) => {
    await closeServer(server);
    throw error;
  });
  if (https !== null) listeners.push({ protocol: "https", ...https, path: null });
  return {
    server,
    http,
    https,
    url: toPageUrl(http, config.basePath, protocol),
    httpsUrl: https && toPageUrl(https, config.basePath, "https"),
  };
}

async function openHttpsPort(
  server: FastifyInstance,
  config: Config,
  certificate: Certificate | undefined,
  maxConnections: number,
): Promise<HostPort | null> {
  if (config.httpsPort === null || certificate === undefined) return null;
  const address = { host: config.httpHost, port: config.httpsPort };
  return openPort({ ...address, flag: "--https-port" }, () =>
    listenForHttps(server, address, certificate, maxConnections),
  );
}

function toPageUrl(address: HostPort, basePath: string, protocol: "http" | "https"): string {
  const shown = address.host === "127.0.0.1" ? { ...address, host: "localhost" } : address;
  return urlOf(shown, basePath, protocol);
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
