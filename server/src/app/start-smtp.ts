import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";
import type { Listener } from "@mailglass/shared";
import type { Certificate } from "../base/certificates/create-certificate.ts";
import { splitCredentials } from "../base/credentials.ts";
import { readErrorCode, readErrorMessage } from "../base/error-message.ts";
import type { Log } from "../base/log.ts";
import { ConfigError } from "../config/config-error.ts";
import type { Config } from "../config/options.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import { addFollowUps } from "../mailbox/follow-ups.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { whenReady } from "../mailbox/maybe-promise.ts";
import { StoreError } from "../mailbox/store.ts";
import {
  type Budgets,
  createSmtpServer,
  EXTENSIONS,
  type IncomingMessage,
  type SmtpHooks,
  type SmtpListeners,
} from "../smtp/smtp.ts";
import type { ActivityLog } from "./activity-log/activity-log.ts";
import type { HostPort } from "./address.ts";
import { createMessageCheck, type MessageCheck } from "./check-message.ts";
import type { Activities } from "./event-loop/activities.ts";
import { openPort } from "./open-port.ts";
import { readOptionFile } from "./read-option-file.ts";

/** Our own SMTP port, for mail that we send to ourselves. */
export interface OwnSmtp extends HostPort {
  readonly tls: "none" | "starttls" | "implicit";
}

interface StartedSmtp {
  /** The first SMTP port. */
  readonly smtp: OwnSmtp;
  readonly smtps: HostPort | null;
  readonly lmtp: HostPort | null;
  readonly listeners: readonly Listener[];
  close(): Promise<void>;
}

interface SmtpDeps {
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
  readonly log: Log;
  readonly activities: Activities | undefined;
  readonly activityLog: ActivityLog | undefined;
  readonly budgets: Budgets;
  readonly certificate: Certificate | undefined;
  /** Limits that depend on the machine. */
  readonly limits: { readonly messageBytes: number; readonly connections: number };
}

/** Opens the SMTP ports and stores received messages in the mailbox. */
export async function startSmtp(config: Config, deps: SmtpDeps): Promise<StartedSmtp> {
  const { mailbox, worker, budgets, limits, certificate } = deps;
  const server = createSmtpServer({
    hostname: config.hostname,
    limits: {
      messageSize: limits.messageBytes,
      recipients: config.maxRecipients,
      errors: config.maxErrors,
      connections: limits.connections,
      connectionsPerAddress: config.maxConnectionsPerAddress,
      idleTimeout: config.idleTimeout,
      dataTimeout: config.dataTimeout,
    },
    ...(certificate === undefined ? {} : { tls: certificate }),
    requireTls: config.requireTls,
    auth: {
      ...toAuthUsers(await readCredentials(config)),
      required: config.requireAuth,
      requiresTls: config.authRequiresTls,
    },
    hideExtensions: parseExtensions(config.hideExtension),
    strict: config.strict,
    allocator: mailbox.allocator,
    budgets,
    hooks: createSmtpHooks(deps, createMessageCheck(config.strict, worker)),
  });
  try {
    return { ...(await openListeners(server, config)), close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Hooks that carry a message from the engine into the ring. They answer synchronously, and none may be slow. */
function createSmtpHooks(
  { mailbox, log, activities, activityLog }: SmtpDeps,
  checkMessage: MessageCheck | undefined,
): SmtpHooks {
  // A promise only if the mailbox has a store.
  const store = ({ raw, size, heapBytes, envelope, session, receivedAt, findings, lines }: IncomingMessage) => {
    const added = mailbox.add({
      raw,
      size,
      heapBytes,
      envelope,
      receivedAt,
      findings,
      sessionId: session.id,
      sessionLines: lines,
    });
    const onAdded = ({ id }: Awaited<typeof added>): void => {
      session.addMessageId(id);
      activities?.messageReceived(size);
    };
    return added instanceof Promise ? added.then(onAdded) : onAdded(added);
  };
  /** Checks and stores a message. One that is not stored gives its memory back. */
  const storeIfAccepted = async (message: IncomingMessage, check: MessageCheck = async () => undefined) => {
    let refusal: string | undefined;
    let isStored = false;
    try {
      refusal = await check(message);
      if (refusal !== undefined) return refusal;
      await store(message);
      isStored = true;
    } finally {
      // Last allocated first.
      if (!isStored) for (const chunk of message.raw.toReversed()) mailbox.allocator.release(chunk);
    }
    return undefined;
  };
  return {
    onSessionOpen: (session) => mailbox.sessions.recordOpened(session),
    onSessionClose: (session) => {
      mailbox.sessions.recordClosed(session);
      if (session.findings.has("ended-early")) addFollowUps(mailbox, session.details());
      activityLog?.onSessionClosed(session);
    },
    onFault: (stage, context) => {
      // A promise only with a shared store, and only if a rule matches.
      return whenReady(mailbox.faults.check(stage, context), (fault) => fault && { id: fault.id, ...fault.rule });
    },
    onMessage:
      checkMessage === undefined && mailbox.storeStatus === undefined
        ? store
        : (message) => storeIfAccepted(message, checkMessage),
    onError(error, session) {
      // The log has the failure of a store once, not once for each message.
      if (!(error instanceof StoreError)) log.error({ err: error, session: session.id }, "an SMTP hook failed");
    },
  };
}

async function openListeners(
  server: SmtpListeners,
  config: Config,
): Promise<Pick<StartedSmtp, "smtp" | "smtps" | "lmtp" | "listeners">> {
  const host = config.smtpHost;
  const listeners: Listener[] = [];
  const openListener = async (kind: "smtp" | "smtps" | "lmtp", port: number, flag: string) => {
    const opened = await openPort({ host, port, flag }, () => server.listen({ kind, host, port }));
    listeners.push({ protocol: kind, ...opened, path: null });
    return opened;
  };
  const kind = config.smtpTls === "implicit" ? "smtps" : "smtp";
  const [firstPort, ...otherPorts] = config.smtpPort;
  const first = await openListener(kind, firstPort, "--smtp-port");
  for (const port of otherPorts) await openListener(kind, port, "--smtp-port");
  const smtps = config.smtpsPort === null ? null : await openListener("smtps", config.smtpsPort, "--smtps-port");
  const lmtp = config.lmtpPort === null ? null : await openListener("lmtp", config.lmtpPort, "--lmtp-port");
  if (config.smtpSocket !== null) {
    await openUnixSocket(server, config.smtpSocket);
    listeners.push({ protocol: "smtp", host: null, port: null, path: config.smtpSocket });
  }
  const hasCertificate = config.tls === "auto" || config.tlsCert !== null;
  const tls = config.smtpTls === "implicit" ? "implicit" : hasCertificate ? "starttls" : "none";
  return { smtp: { ...first, tls }, smtps, lmtp, listeners };
}

async function openUnixSocket(server: SmtpListeners, path: string): Promise<void> {
  try {
    if (await isStaleSocket(path)) await unlink(path);
    await server.listen({ path });
  } catch (error) {
    const code = readErrorCode(error);
    if (code === "EADDRINUSE")
      throw new ConfigError(`${path} is in use: stop what listens there, or choose another with --smtp-socket.`);
    throw new ConfigError(`The socket ${path} cannot be created (${code ?? readErrorMessage(error)}).`);
  }
}

/** Returns whether there is a Unix socket on which no process listens, as left behind by a killed process. */
async function isStaleSocket(path: string): Promise<boolean> {
  const there = await lstat(path).catch(() => undefined);
  if (there?.isSocket() !== true) return false;
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(false);
    });
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
}

/** Returns `USER:PASS` pairs from --auth and from the lines of --auth-file. */
export async function readCredentials(config: Config): Promise<readonly string[]> {
  if (config.authFile === null) return config.auth;
  const lines = (await readOptionFile("--auth-file", config.authFile)).toString().split(/\r?\n/);
  const pairs = lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const wrong = pairs.findIndex((pair) => !pair.includes(":"));
  if (wrong !== -1)
    throw new ConfigError(
      `--auth-file: ${config.authFile} must have one USER:PASS per line; entry ${wrong + 1} has no colon.`,
    );
  const hashed = pairs.findIndex((pair) => /^[^:]*:(?:\$|\{)/.test(pair));
  if (hashed !== -1)
    throw new ConfigError(
      `--auth-file: entry ${hashed + 1} of ${config.authFile} is a hash; CRAM-MD5 needs the password itself.`,
    );
  return [...config.auth, ...pairs];
}

function toAuthUsers(pairs: readonly string[]): { users?: Record<string, string> } {
  if (pairs.length === 0) return {};
  const users = pairs.flatMap((pair) => splitCredentials(pair) ?? []);
  return { users: Object.fromEntries(users.map(({ user, password }) => [user, password])) };
}

function parseExtensions(names: readonly string[]): string[] {
  return names.map((name) => {
    const known = EXTENSIONS.find((extension) => extension === name.toUpperCase());
    if (known) return known;
    throw new ConfigError(`--hide-extension: there is no “${name}”. Valid names: ${EXTENSIONS.join(", ")}.`);
  });
}
