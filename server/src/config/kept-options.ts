import { DISABLED, defineOption } from "./define-option.ts";
import * as types from "./option-types.ts";

/** Options that say where mail is kept, how much, and how long. */
export const KEPT_OPTIONS = {
  store: defineOption(
    "store",
    types.optional(types.store),
    DISABLED,
    "Store",
    "keep mail in this SQLite file, which is created if it does not exist, or in Redis (redis://HOST:6379/0?name=NAME), where several instances share it; by default mail is kept in memory only",
  ),
  maxMessages: defineOption(
    "max-messages",
    types.integer("N", 1, 10_000_000),
    1000,
    "Limits",
    "number of messages kept; the oldest are evicted",
  ),
  maxBytes: defineOption(
    "max-bytes",
    types.automatic(types.bytes, "256m, less where memory is small"),
    null,
    "Limits",
    "total bytes of messages kept; the oldest are evicted",
  ),
  memoryCache: defineOption(
    "memory-cache",
    types.automatic(types.bytes, "32m, less where memory is small"),
    null,
    "Limits",
    "with --store FILE: bytes of messages that stay in memory; the others are read from the file when they are needed",
  ),
  maxAge: defineOption(
    "max-age",
    types.age,
    DISABLED,
    "Limits",
    "age at which messages are evicted, e.g. 90m, 12h or 7d; by default they may have any age",
  ),
} as const;
