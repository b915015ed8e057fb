import type { Info, Listener } from "@mailglass/shared";
import { isLoopback } from "../base/host.ts";
import type { Log } from "../base/log.ts";
import { version } from "../base/version.ts";
import { chooseLogFormat } from "../config/log-format.ts";
import type { Config } from "../config/options.ts";
import { loadReaders } from "../mail/worker/load-readers.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { StoreStatus } from "../mailbox/store-status.ts";
import { toUndoFields } from "../mailbox/undo-log.ts";
import { type ActivityLogOptions, createActivityLog } from "./activity-log/activity-log.ts";
import type { HostPort } from "./address.ts";
import { createBudgets } from "./budgets.ts";
import { chooseCertificates, usesHttps } from "./certificates/choose-certificates.ts";
import { configureRelay } from "./configure-relay.ts";
import { createMailWorker } from "./create-mail-worker.ts";
import { createNetworkChecks } from "./create-network-checks.ts";
import { divideDescriptors } from "./divide-descriptors.ts";
import type { EventLoopMonitor } from "./event-loop/monitor.ts";
import { countFreeDescriptors, readAvailableMemory } from "./machine.ts";
import { startMemoryGuard } from "./memory-guard.ts";
import { type ChosenLimits, chooseLimits, type MemoryLimits } from "./memory-limits.ts";
import { openMailbox } from "./open-mailbox.ts";
import { closeServer, startHttp } from "./start-http.ts";
import { startSmtp } from "./start-smtp.ts";

/** A running Mailglass. All requested ports are open. */
export interface App {
  /** The URL of the page, including the base path. */
  readonly url: string;
  readonly smtp: HostPort;
  readonly smtps: HostPort | null;
  readonly lmtp: HostPort | null;
  readonly http: HostPort;
  /** The port of --https-port. */
  readonly https: HostPort | null;
  /** The URL of the page over HTTPS, if HTTPS has a port of its own. */
  readonly httpsUrl: string | null;
  readonly mailbox: Mailbox;
  /** One sentence for each setting that was adapted to this machine. */
  readonly notices: readonly string[];
  /** One sentence for each thing that the user should know. */
  readonly warnings: readonly string[];
  /** Closes all ports and connections immediately. */
  close(): Promise<void>;
}

/**
 * Composes the modules and opens the ports.
 *
 * @param eventLoop receives the server's activities; its figures appear in `/metrics`; the caller starts and stops it
 * @throws {ConfigError} if a port cannot be opened, or a file that an option names cannot be read
 */
export async function startApp(config: Config, log: Log, eventLoop?: EventLoopMonitor): Promise<App> {
  const opened: Closable[] = [];
  try {
    return await openAll(config, log, eventLoop, opened);
  } catch (error) {
    // An open port or a worker thread would keep the process alive.
    for (const one of opened.toReversed()) await one.close();
    throw error;
  }
}

/**
 * Time in ms after the start until the code that reads messages is loaded, in steps, unless something needs it before. The
 * first message is then opened, or its wait answered, in a third of the time.
 */
const LOAD_DELAY_MS = 300;

interface Closable {
  close(): Promise<unknown>;
}

/** @param opened what was opened so far is added to it */
async function openAll(
  config: Config,
  log: Log,
  eventLoop: EventLoopMonitor | undefined,
  opened: Closable[],
): Promise<App> {
  const startedAt = new Date().toISOString();
  const certificates = await chooseCertificates(config);
  const usesTls = certificates.smtp !== undefined || usesHttps(config);
  const memory = readAvailableMemory();
  const limits = chooseLimits(memory, config, usesTls);
  const descriptors = divideDescriptors(countFreeDescriptors(), limits.connections);
  const worker = createMailWorker(log, limits.workerHeapBytes, (bytes) => memoryGuard.makeRoom(bytes));
  const activityLog = createActivityLog(log, chooseActivityLines(config));
  for (const part of [worker, activityLog]) opened.push({ close: async () => part?.close() });
  const checks = await createNetworkChecks(config);
  const mailbox = await openMailbox(config, { limits, worker, activityLog, checks, log });
  opened.push({ close: async () => mailbox.close() });
  const memoryGuard = startMemoryGuard(memory.totalBytes, [worker, mailbox]);
  opened.push({ close: async () => memoryGuard.stop() });
  const budgets = createBudgets(limits, mailbox);
  const mail = await startSmtp(config, {
    mailbox,
    worker,
    log,
    activities: eventLoop?.activities,
    activityLog,
    budgets,
    certificate: certificates.smtp,
    limits: { messageBytes: limits.messageBytes, connections: descriptors.smtp },
  });
  opened.push({ close: () => mail.close() });
  const smtp = { host: mail.smtp.host, port: mail.smtp.port };
  const relay = configureRelay(config, mail.smtp);
  const info = (http: HostPort, httpListeners: readonly Listener[]): Info => ({
    name: "mailglass",
    version,
    label: config.label,
    instance: mailbox.instance,
    startedAt,
    smtp,
    smtps: mail.smtps,
    lmtp: mail.lmtp,
    http,
    listeners: [...mail.listeners, ...httpListeners],
    starttls: mail.smtp.tls === "starttls",
    requires: describeRequirements(config, mail.smtp.tls === "implicit"),
    strict: [...config.strict],
    relay: relay.info,
    limits: describeLimits(config, limits),
    store: describeStore(mailbox.storeStatus, limits),
    counts: mailbox.counts(),
    undos: mailbox.undos().map((undo) => ({ ...toUndoFields(undo), messages: undo.count })),
  });
  const shared = { mailbox, worker, checks, info, smtp: mail.smtp, relay, log, eventLoop, budgets, limits };
  const own = { certificate: certificates.https, maxConnections: descriptors.http };
  const web = await startHttp(config, { ...shared, ...own });
  const loadTimer = setTimeout(() => void loadReaders(), LOAD_DELAY_MS).unref();
  return {
    url: web.url,
    smtp,
    smtps: mail.smtps,
    lmtp: mail.lmtp,
    http: web.http,
    https: web.https,
    httpsUrl: web.httpsUrl,
    mailbox,
    notices: [...certificates.notices, ...toList(limits.notice)],
    warnings: [...exposureWarnings(config), ...certificates.warnings, ...toList(limits.warning)],
    async close() {
      clearTimeout(loadTimer);
      activityLog?.close();
      memoryGuard.stop();
      worker.close();
      // Sessions that end now are stored.
      await mail.close();
      await mailbox.close();
      await closeServer(web.server);
    },
  };
}

const describeRequirements = (config: Config, isTlsImplicit: boolean): Info["requires"] => ({
  tls: config.requireTls || isTlsImplicit,
  login: config.requireAuth,
  account: config.auth.length > 0 || config.authFile !== null,
});

const describeLimits = ({ maxMessages, maxAge }: Config, { bytes, messageBytes }: MemoryLimits): Info["limits"] => ({
  messages: maxMessages,
  bytes,
  messageBytes,
  ageSeconds: maxAge === null ? null : maxAge / 1_000,
});

const describeStore = (status: StoreStatus | undefined, { cacheBytes }: ChosenLimits): Info["store"] =>
  status === undefined
    ? null
    : { kind: status.kind, location: status.location, memoryBytes: cacheBytes, failure: status.failure ?? null };

/** On a terminal, messages and failed sessions are shown by default; elsewhere at level debug. */
function chooseActivityLines(config: Config): ActivityLogOptions {
  const isText = chooseLogFormat(config) === "text";
  return { level: isText && process.stdout.isTTY ? "info" : "debug", withMembers: !isText };
}

const toList = (sentence: string | undefined): string[] => (sentence === undefined ? [] : [sentence]);

const requiresPassword = (config: Config) => config.webAuth.length > 0 || config.webAuthFile !== null;

/** Returns a warning for each port that other machines can reach. */
function exposureWarnings(config: Config): string[] {
  return [
    ...(isLoopback(config.httpHost) || requiresPassword(config)
      ? []
      : [
          `The page and API listen on ${config.httpHost}: anyone who can reach this machine can read every caught message, including reset links and codes. --web-auth requires a password.`,
        ]),
    ...(isLoopback(config.smtpHost)
      ? []
      : [`SMTP listens on ${config.smtpHost}: anyone who can reach this machine can send mail to the inbox.`]),
  ];
}
