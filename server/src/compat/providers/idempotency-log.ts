import { createHash } from "node:crypto";
import type { ProviderReply } from "./provider.ts";

/** An attempt of a request with an idempotency key. */
export interface KeyedAttempt {
  /** Identifies the provider, the user and the key. */
  readonly key: string;
  /** The body. */
  readonly bytes: Buffer;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Entry {
  readonly hash: string;
  readonly reply: ProviderReply;
  readonly expiresAt: number;
}

/** How long a key is remembered, in milliseconds: a day, as Resend does. */
const LIFETIME_MS = 86_400_000;

/** Maximum keys that are remembered; the oldest are forgotten first. */
const MAX_ENTRIES = 10_000;

/** Remembers the replies to requests with an idempotency key, so that a retry sends nothing again. */
export class IdempotencyLog {
  readonly #entries = new Map<string, Entry>();

  /** Returns the reply to the first request with this key; `conflict` if that request had another body. */
  find({ key, bytes, now }: KeyedAttempt): ProviderReply | "conflict" | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expiresAt <= now) return undefined;
    return entry.hash === hashBytes(bytes) ? entry.reply : "conflict";
  }

  record({ key, bytes, now }: KeyedAttempt, reply: ProviderReply): void {
    this.#entries.delete(key);
    this.#entries.set(key, { hash: hashBytes(bytes), reply, expiresAt: now + LIFETIME_MS });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
  }
}

const hashBytes = (bytes: Buffer) => createHash("sha256").update(bytes).digest("base64");
