import type { RelayInfo } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Log } from "../base/log.ts";
import { version } from "../base/version.ts";
import { type CompatDeps, CompatSettingError, type RegisterCompatApi } from "../compat/compat-api.ts";
import { ConfigError } from "../config/config-error.ts";
import type { Config } from "../config/options.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { NetworkChecks } from "../mailbox/network-checks.ts";
import type { TemplateStore } from "../mailbox/template-store.ts";
import type { FairWriter } from "../request/fair-writer.ts";
import { COMPAT_PRODUCTS, isMissingModule } from "./compat-products.ts";
import type { ConfiguredRelay } from "./configure-relay.ts";

interface ServerParts {
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
  readonly writer: FairWriter;
  readonly relay: ConfiguredRelay;
  readonly log: Log;
  readonly maxMessageBytes: number;
  readonly checks: NetworkChecks;
  readonly templates: TemplateStore;
}

/**
 * Registers the APIs of MailHog and Mailpit, and those of mail providers. They use the same mailbox and the same request guards as our own.
 *
 * @throws {ConfigError} if one of their options is not valid
 */
export async function registerCompat(
  server: FastifyInstance,
  config: Config,
  { mailbox, worker, writer, relay, log, maxMessageBytes, checks, templates }: ServerParts,
): Promise<void> {
  const { release, upstreams, info } = relay;
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
    relay: info === null ? null : toRelaySettings(info),
    checks,
    templates,
    compressesResponses: !config.disableHttpCompression,
    chaos: config.chaos,
    jim: config.jim,
    inviteJim: config.inviteJim,
    providerKeys: config.providerKey,
    requiresPassword: config.webAuth.length > 0 || config.webAuthFile !== null,
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

/** Describes the relay as Mailpit's API does, with texts where a setting is missing. */
const toRelaySettings = ({ returnPath, allowedRecipients, blockedRecipients, ...others }: RelayInfo) => ({
  ...others,
  returnPath: returnPath ?? "",
  allowedRecipients: allowedRecipients ?? "",
  blockedRecipients: blockedRecipients ?? "",
});
