import type { Log } from "../base/log.ts";
import { ConfigError } from "../config/config-error.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { DEFAULT_LIMITS, type MailboxOptions } from "../mailbox/mailbox-options.ts";
import { openSharedMailbox } from "../mailbox/shared/shared-mailbox.ts";
import { parseRedisAddress, StoreAddressError } from "../store/redis/redis-address.ts";
import { RedisStore } from "../store/redis/redis-store.ts";
import { logStoreFailure } from "./log-store-failure.ts";

/**
 * Opens the mailbox that instances share in Redis.
 *
 * @throws {ConfigError} if the address is wrong or Redis cannot be used
 */
export async function openRedisMailbox(address: string, options: MailboxOptions, log: Log): Promise<Mailbox> {
  const { messages, bytes } = { ...DEFAULT_LIMITS, ...options.limits };
  try {
    const store = new RedisStore({
      address: parseRedisAddress(address),
      limits: { messages, bytes, sessions: options.maxClosedSessions ?? 1_000 },
      onFailureChange: (failure) => logStoreFailure(log, failure),
      onWarning: (warning) => log.warn(warning),
    });
    return await openSharedMailbox(store, options);
  } catch (error) {
    if (error instanceof StoreAddressError) throw new ConfigError(error.message);
    throw error;
  }
}
