import type { FastifyInstance } from "fastify";
import type { Log } from "../base/log.ts";
import { version } from "../base/version.ts";
import { type CompatDeps, CompatSettingError, type RegisterCompatApi } from "../compat/compat-api.ts";
import { ConfigError } from "../config/config-error.ts";
import type { Config } from "../config/options.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { NetworkChecks } from "../mailbox/network-checks.ts";
import { createRelay } from "../relay/relay.ts";
import { parseUpstream, type Upstream } from "../relay/upstream.ts";
import type { FairWriter } from "../request/fair-writer.ts";
import { COMPAT_PRODUCTS, isMissingModule } from "./compat-products.ts";
import type { OwnSmtp } from "./start-smtp.ts";

interface Given {
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
  readonly writer: FairWriter;
  readonly smtp: OwnSmtp;
  readonly log: Log;
  readonly maxMessageBytes: number;
  readonly checks: NetworkChecks;
}

/**
 * Registers the APIs of MailHog and Mailpit. They use the same mailbox and the same request guards as our own.
 *
 * @throws {ConfigError} if one of their options is not valid
 */
export async function registerCompat(
  server: FastifyInstance,
  config: Config,
  { mailbox, worker, writer, smtp, log, maxMessageBytes, checks }: Given,
): Promise<void> {
  const upstreams = config.relay.map(parseRelayOption);
  const release = createRelay({
    upstreams,
    returnPath: config.relayFrom,
    allowedRecipients: parseRegexOption("--relay-allow", config.relayAllow),
    blockedRecipients: parseRegexOption("--relay-block", config.relayBlock),
    ownSmtp: smtp,
  });
  const [first] = upstreams;
  const deps: CompatDeps = {
    mailbox,
    log,
    worker,
    writer,
    version,
    hostname: config.hostname,
    label: config.label,
    maxMessageBytes,
    release,
    upstreams: upstreams.map(({ name, host, port, user, email }) => ({ name, host, port, email, username: user })),
    relay: first === undefined ? null : toRelaySettings(first, config),
    checks,
    chaos: config.chaos,
    jim: config.jim,
    inviteJim: config.inviteJim,
  };
  for (const product of COMPAT_PRODUCTS) {
    const registerApi = await loadCompatApi(product);
    await registerApi?.(server, deps).catch(throwAsConfigError);
  }
}

function throwAsConfigError(error: unknown): never {
  throw error instanceof CompatSettingError ? new ConfigError(error.message) : error;
}

/** Loads a product's compat API. Returns undefined if its folder was removed. */
async function loadCompatApi(product: string): Promise<RegisterCompatApi | undefined> {
  try {
    const { registerApi } = (await import(`../compat/${product}/register-api.ts`)) as {
      registerApi: RegisterCompatApi;
    };
    return registerApi;
  } catch (error) {
    if (isMissingModule(error)) return undefined;
    throw error;
  }
}

const toRelaySettings = ({ host, port }: Upstream, { relayFrom, relayAllow, relayBlock }: Config) => ({
  host,
  port,
  returnPath: relayFrom ?? "",
  allowedRecipients: relayAllow ?? "",
  blockedRecipients: relayBlock ?? "",
});

function parseRelayOption(text: string): Upstream {
  const upstream = parseUpstream(text);
  if (upstream === undefined)
    throw new ConfigError(
      "--relay must be smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASS@ before HOST if a login is needed.",
    );
  return upstream;
}

function parseRegexOption(flag: string, text: string | null): RegExp | null {
  try {
    return text === null ? null : new RegExp(text, "i");
  } catch {
    throw new ConfigError(`${flag} must be a regular expression, not “${text}”.`);
  }
}
