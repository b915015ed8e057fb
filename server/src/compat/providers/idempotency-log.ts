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

/** What to do with a request that has an idempotency key. */
export type KeyedStart =
  /** Carry it out, then call `finish`. Call `abandon` if that fails, so that another request with the key is carried out; it has no effect after `finish`. */
  | { readonly type: "first"; readonly finish: (reply: ProviderReply) => void; readonly abandon: () => void }
  /** It was carried out before. */
  | { readonly type: "known"; readonly reply: ProviderReply }
  /** The same request is being carried out. Start again after `ended`. */
  | { readonly type: "pending"; readonly ended: Promise<void> }
  /** Another body was sent with this key. */
  | { readonly type: "conflict" };

interface PendingEntry {
  readonly hash: string;
  readonly ended: PromiseWithResolvers<void>;
}

/** Remembers the replies to requests with an idempotency key, so that a retry sends nothing again, nor does one at the same time. */
export class IdempotencyLog {
  /** By the hash of the key. */
  readonly #entries = new Map<string, Entry>();
  /** Requests that are being carried out, by the hash of the key: as many as there are open requests at most. */
  readonly #pending = new Map<string, PendingEntry>();
  #characters = 0;

  /** Returns what to do with a request. If it is to be carried out, its key is reserved at once. */
  start({ key, bytes, now }: KeyedAttempt): KeyedStart {
    const keyHash = hash(key);
    const bodyHash = hash(bytes);
    const pending = this.#pending.get(keyHash);
    if (pending !== undefined)
      return pending.hash === bodyHash ? { type: "pending", ended: pending.ended.promise } : { type: "conflict" };
    const entry = this.#entries.get(keyHash);
    if (entry !== undefined && entry.expiresAt > now)
      return entry.hash === bodyHash ? { type: "known", reply: entry.reply } : { type: "conflict" };
    const ended = Promise.withResolvers<void>();
    this.#pending.set(keyHash, { hash: bodyHash, ended });
    const abandon = () => {
      if (this.#pending.get(keyHash)?.ended !== ended) return;
      this.#pending.delete(keyHash);
      ended.resolve();
    };
    const finish = (reply: ProviderReply) => {
      this.#record(keyHash, { hash: bodyHash, expiresAt: now + LIFETIME_MS }, reply);
      abandon();
    };
    return { type: "first", finish, abandon };
  }

  #record(keyHash: string, facts: Omit<Entry, "reply">, reply: ProviderReply): void {
    const body = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    this.#delete(keyHash);
    this.#entries.set(keyHash, { ...facts, reply: { ...reply, body } });
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
