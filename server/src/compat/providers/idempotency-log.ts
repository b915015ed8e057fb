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
  /** With its body as text, which takes less memory. */
  readonly reply: ProviderReply & { readonly body: string };
  readonly expiresAt: number;
}

/** How long a key is remembered, in milliseconds: a day, as Resend does. */
const LIFETIME_MS = 86_400_000;

/** Maximum keys that are remembered, and characters of the replies to them; the oldest are forgotten first. */
const MAX_ENTRIES = 10_000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

/** Remembers the replies to requests with an idempotency key, so that a retry sends nothing again. */
export class IdempotencyLog {
  /** By the hash of the key. */
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  /** Returns the reply to the first request with this key; `conflict` if that request had another body. */
  find({ key, bytes, now }: KeyedAttempt): ProviderReply | "conflict" | undefined {
    const entry = this.#entries.get(hash(key));
    if (entry === undefined || entry.expiresAt <= now) return undefined;
    return entry.hash === hash(bytes) ? entry.reply : "conflict";
  }

  record({ key, bytes, now }: KeyedAttempt, reply: ProviderReply): void {
    const body = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    const keyHash = hash(key);
    this.#delete(keyHash);
    this.#entries.set(keyHash, { hash: hash(bytes), reply: { ...reply, body }, expiresAt: now + LIFETIME_MS });
    this.#characters += body.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES && this.#characters <= MAX_CHARACTERS) break;
      this.#delete(oldest);
    }
  }

  #delete(keyHash: string): void {
    this.#characters -= this.#entries.get(keyHash)?.reply.body.length ?? 0;
    this.#entries.delete(keyHash);
  }
}

const hash = (data: Buffer | string) => createHash("sha256").update(data).digest("base64");
