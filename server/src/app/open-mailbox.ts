import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { Log } from "../base/log.ts";
import { ConfigError } from "../config/config-error.ts";
import { isRedisAddress } from "../config/option-types.ts";
import type { Config } from "../config/options.ts";
import { loadRowReader } from "../mail/worker/load-readers.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import { createMailbox } from "../mailbox/create-mailbox.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { MailboxOptions } from "../mailbox/mailbox-options.ts";
import type { NetworkChecks } from "../mailbox/network-checks.ts";
import { openPersistentMailbox } from "../mailbox/persistent/persistent-mailbox.ts";
import { SqliteStore } from "../store/sqlite-store.ts";
import { StoreFileError } from "../store/store-file-error.ts";
import type { ActivityLog } from "./activity-log/activity-log.ts";
import { logStoreFailure } from "./log-store-failure.ts";
import type { ChosenLimits } from "./memory-limits.ts";

/** In the sources, and in the bundle under the name that `bundle.mjs` gives it. */
const WORKER_ENTRY = import.meta.url.endsWith(".ts") ? "./store-worker-entry.ts" : "./store-worker-entry.mjs";

interface MailboxDeps {
  readonly limits: ChosenLimits;
  readonly worker: MailWorker;
  readonly activityLog: ActivityLog | undefined;
  readonly checks: NetworkChecks;
  readonly log: Log;
}

function toMailboxOptions(config: Config, { limits, worker, activityLog, checks, log }: MailboxDeps): MailboxOptions {
  return {
    dkimKeys: checks.givenKeys,
    limits: {
      messages: config.maxMessages,
      bytes: limits.bytes,
      envelopeBytes: limits.envelopeBytes,
      ...(config.maxAge === null ? {} : { ageMs: config.maxAge }),
    },
    memoryCacheBytes: limits.cacheBytes,
    maxClosedSessions: config.maxSessions,
    worker,
    prepareWhenIdle: true,
    loadReader: loadRowReader,
    maxSessionBytes: limits.sessionBytes,
    onMessageAdded: activityLog && ((message) => activityLog.onMessageAdded(message)),
    onEventError: (what, error) => log.error({ err: error }, what),
  };
}

/** The lock of a store is named after its file, so it must not matter by which link the file is named. */
function resolveLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

/**
 * Creates the mailbox, with the store that --store names.
 *
 * @throws {ConfigError} if the store cannot be used
 */
export async function openMailbox(config: Config, deps: MailboxDeps): Promise<Mailbox> {
  const { log } = deps;
  const options = toMailboxOptions(config, deps);
  if (config.store === null) return createMailbox(options);
  // Its client is loaded only then.
  if (isRedisAddress(config.store))
    return (await import("./open-redis-mailbox.ts")).openRedisMailbox(config.store, options, log);
  let store: SqliteStore;
  try {
    store = await SqliteStore.open({
      file: resolveLinks(config.store),
      maxSessions: config.maxSessions,
      workerEntry: new URL(WORKER_ENTRY, import.meta.url),
      onFailureChange: (failure) => logStoreFailure(log, failure),
      onWarning: (warning) => log.warn(warning),
    });
  } catch (error) {
    if (error instanceof StoreFileError) throw new ConfigError(error.message);
    throw error;
  }
  return openPersistentMailbox(store, options);
}
