import { createHash } from "node:crypto";
import { Redis } from "ioredis";
import type { RedisAddress } from "./redis-address.ts";

/** How long to wait for a connection, and for a reply, in ms. */
export const CONNECT_MS = 5_000;
export const REPLY_MS = 5_000;

/** Bytes that are sent or received in a millisecond at least. Large messages may take longer than REPLY_MS. */
const LEAST_RATE = 1_000;

/** How long a command may take that sends or receives so many bytes, in ms. */
export const timeFor = (bytes: number): number => REPLY_MS + bytes / LEAST_RATE;

/** A script, with the hash by which Redis finds it. */
export class Script {
  readonly text: string;
  readonly hash: string;

  constructor(text: string) {
    this.text = text;
    this.hash = createHash("sha1").update(text).digest("hex");
  }
}

/**
 * Two connections to Redis: one for commands, one that waits for changes. They fail together: when one is lost, both are closed, and a
 * new link is needed.
 */
export class RedisLink {
  readonly commands: Redis;
  readonly reader: Redis;
  /** Rejects when the link is lost or closed. */
  readonly lost: Promise<never>;
  #reportLoss: (reason: Error) => void;
  /** Resolves when both connections are open or have failed. */
  #connected: Promise<unknown> = Promise.resolve();
  /** Redis' clock minus ours, in ms. */
  #clockOffset = 0;

  /**
   * Connects.
   *
   * @throws the error of Redis, or of the network
   */
  static async open(address: RedisAddress): Promise<RedisLink> {
    const link = new RedisLink(address);
    try {
      await Promise.race([link.#connect(), link.lost]);
      return link;
    } catch (error) {
      link.close();
      throw error;
    }
  }

  private constructor(address: RedisAddress) {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.lost = promise;
    this.#reportLoss = reject;
    this.commands = this.#create(address);
    this.reader = this.#create(address);
  }

  #create({ host, port, db, username, password, tls }: RedisAddress): Redis {
    const redis = new Redis({
      host,
      port,
      db,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(tls && { tls: { servername: host } }),
      protocol: 2 as const,
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      // A lost link is replaced as a whole, so that nothing is sent twice without a check.
      retryStrategy: () => null,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: null,
      // It would need the right to call INFO.
      enableReadyCheck: false,
      disableClientInfo: true,
    });
    let lastError: Error | undefined;
    redis.on("error", (error: Error) => {
      lastError = error;
    });
    redis.on("end", () => this.fail(lastError ?? new Error("the connection was closed")));
    return redis;
  }

  async #connect(): Promise<void> {
    const connections = [this.commands.connect(), this.reader.connect()];
    this.#connected = Promise.allSettled(connections);
    await Promise.all(connections);
    const [seconds = 0, microseconds = 0] = (await this.commands.time()).map(Number);
    this.#clockOffset = seconds * 1_000 + microseconds / 1_000 - performance.now();
  }

  /** Converts a time of `performance.now()` to Redis' clock, in ms. */
  toRedisTime(time: number): number {
    return Math.round(time + this.#clockOffset);
  }

  /**
   * Runs a script whose first argument is the prefix of the keys.
   *
   * @param waitMs how long to wait for the reply
   * @throws an error if there is no reply in time; the link is then lost
   */
  run(script: Script, prefix: string, args: readonly (string | Buffer)[], waitMs?: number): Promise<unknown> {
    return this.inTime(this.#run(script, [`${prefix}:meta`, prefix, ...args]), waitMs);
  }

  async #run({ hash, text }: Script, args: readonly (string | Buffer)[]): Promise<unknown> {
    try {
      return await this.commands.evalsha(hash, 1, ...args);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("NOSCRIPT")) return this.commands.eval(text, 1, ...args);
      throw error;
    }
  }

  /** Waits for a reply, but not longer than `waitMs`; then the link is lost. */
  async inTime<Reply>(reply: Promise<Reply>, waitMs = REPLY_MS): Promise<Reply> {
    const timer = setTimeout(
      () => this.fail(new Error(`there was no reply for ${Math.round(waitMs / 1_000)} seconds`)),
      waitMs,
    );
    try {
      return await Promise.race([reply, this.lost]);
    } finally {
      clearTimeout(timer);
    }
  }

  fail(reason: Error): void {
    this.#reportLoss(reason);
    void this.#disconnect();
  }

  close(): void {
    this.fail(new Error("it was closed"));
  }

  /** A connection that is closed during its TLS handshake would throw its error where nobody can catch it. */
  async #disconnect(): Promise<void> {
    await this.#connected;
    for (const redis of [this.commands, this.reader]) redis.disconnect(false);
  }
}
