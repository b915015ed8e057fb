import { setTimeout as delay } from "node:timers/promises";
import { readErrorMessage } from "../../base/error-message.ts";
import type { Committed, Follower, SharedChange, SharedStore } from "../../mailbox/shared/shared-store.ts";
import { StoreError } from "../../mailbox/store.ts";
import type { StoreStatus } from "../../mailbox/store-status.ts";
import { UnreadableRows } from "../unreadable-rows.ts";
import { followLog, isCurrent } from "./follow-log.ts";
import { openShared } from "./open-shared.ts";
import { readMails } from "./read-changes.ts";
import { type RedisAddress, StoreAddressError } from "./redis-address.ts";
import { type CommitLimits, RedisCommits } from "./redis-commits.ts";
import { RedisLink } from "./redis-link.ts";

/*
 * A mailbox in Redis that several instances share. `lua-commit.ts` has the keys and the script that changes them.
 *
 * States:
 *   starting   Until the first load. Redis may start at the same time, so it is tried for some time.
 *   following  There is a link: changes are committed and followed.
 *   down       No link. Commits fail at once; one that had begun waits a few seconds for the next link. It is tried again and again.
 *
 * After each new link, the instance continues at its position if Redis is at least there, or else loads everything.
 */

/** How long to try at the start, in ms. */
const START_MS = 10_000;
/** How long to wait until the next attempt to connect, in ms. */
const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 1_000;

export interface RedisStoreOptions {
  readonly address: RedisAddress;
  readonly limits: CommitLimits;
  /** Called when commits begin to fail, and with undefined when they succeed again. */
  readonly onFailureChange?: (failure: string | undefined) => void;
  /** Called with a sentence for the log: what cannot be read. */
  readonly onWarning?: (warning: string) => void;
  /** How long to try at the start, in ms. */
  readonly startMs?: number;
}

export class RedisStore implements SharedStore {
  readonly #options: RedisStoreOptions;
  readonly #prefix: string;
  readonly #commits: RedisCommits;
  readonly #closing = new AbortController();
  #follower: Follower | undefined;
  #link: RedisLink | undefined;
  #waiting: ((link: RedisLink) => void)[] = [];
  #running: Promise<void> = Promise.resolve();
  #failure: string | undefined;
  #commitCount = 0;
  #failureCount = 0;

  constructor(options: RedisStoreOptions) {
    this.#options = options;
    this.#prefix = `{mailglass:${options.address.name}}`;
    this.#commits = new RedisCommits({
      prefix: this.#prefix,
      limits: options.limits,
      position: () => ({ instance: this.#follower?.instance, seq: this.#follower?.seq ?? 0 }),
      link: () => this.#link,
      onUnused: (mail) => this.#follower?.onUnused(mail),
      waitForLink: (deadline) => this.#waitForLink(deadline),
    });
  }

  get status(): StoreStatus {
    return {
      kind: "redis",
      location: this.#options.address.location,
      failure: this.#failure,
      commits: this.#commitCount,
      failures: this.#failureCount,
    };
  }

  /** @throws {StoreAddressError} if Redis cannot be used */
  async follow(follower: Follower): Promise<void> {
    this.#follower = follower;
    const end = performance.now() + (this.#options.startMs ?? START_MS);
    let link = await this.#open(follower).catch(toError);
    while (link instanceof Error) {
      if (link instanceof StoreAddressError || isPermanent(link) || performance.now() > end)
        throw link instanceof StoreAddressError ? link : new StoreAddressError(this.#describe(link));
      await delay(200);
      link = await this.#open(follower).catch(toError);
    }
    this.#running = this.#run(follower, link);
  }

  async commit(changes: readonly SharedChange[]): Promise<Committed> {
    try {
      const committed = await this.#commits.commit(changes);
      this.#commitCount++;
      if (this.#link !== undefined) this.#setFailure(undefined);
      return committed;
    } catch (error) {
      this.#failureCount++;
      const failure = this.#failure ?? this.#describe(error);
      this.#setFailure(failure);
      throw new StoreError(failure);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#link?.close();
    await this.#running;
  }

  /** Follows the log over one link after the other, until `close`. */
  async #run(follower: Follower, first: RedisLink): Promise<void> {
    let link: RedisLink | undefined = first;
    let delayMs = FIRST_DELAY_MS;
    while (!this.#closing.signal.aborted) {
      try {
        link ??= await this.#open(follower);
        this.#closing.signal.throwIfAborted();
        delayMs = FIRST_DELAY_MS;
        this.#onLink(link);
        await followLog(link, {
          prefix: this.#prefix,
          follower,
          commits: this.#commits,
          reload: (link) => this.#load(link, follower),
          onUnreadable: (kind, id) => {
            const unreadable = new UnreadableRows();
            unreadable.add(kind, id);
            this.#warn(unreadable);
          },
        });
      } catch (error) {
        this.#link = undefined;
        follower.onInterrupted();
        if (!this.#closing.signal.aborted) this.#setFailure(this.#describe(error));
      }
      link?.close();
      link = undefined;
      await delay(delayMs, undefined, { signal: this.#closing.signal }).catch(() => {});
      delayMs = Math.min(2 * delayMs, MAX_DELAY_MS);
    }
  }

  /** Connects, and loads everything unless this instance can continue where it is. */
  async #open(follower: Follower): Promise<RedisLink> {
    const link = await RedisLink.open(this.#options.address);
    try {
      if (!(await isCurrent(link, this.#prefix, follower))) await this.#load(link, follower);
      return link;
    } catch (error) {
      link.close();
      throw error;
    }
  }

  async #load(link: RedisLink, follower: Follower): Promise<void> {
    const unreadable = new UnreadableRows();
    const onUnreadable = unreadable.add;
    const prefix = this.#prefix;
    const state = await openShared(link, prefix, { instance: follower.instance, seq: follower.seq }, onUnreadable);
    const { instance } = state;
    await follower.load(state, (seqs) => readMails(link, { prefix, instance, onUnreadable }, seqs));
    this.#commits.dropLoaded();
    this.#warn(unreadable);
  }

  #warn(unreadable: UnreadableRows): void {
    if (unreadable.isEmpty) return;
    const { location } = this.#options.address;
    this.#options.onWarning?.(
      `Not everything in the store ${location} can be read: ${unreadable.describe().join("; ")}. Everything else was loaded, and nothing was deleted from Redis.`,
    );
  }

  #onLink(link: RedisLink): void {
    this.#link = link;
    this.#setFailure(undefined);
    for (const resolve of this.#waiting.splice(0)) resolve(link);
  }

  #waitForLink(deadline: number): Promise<RedisLink | undefined> {
    const { promise, resolve } = Promise.withResolvers<RedisLink | undefined>();
    const timer = setTimeout(() => resolve(undefined), Math.max(0, deadline - performance.now()));
    this.#waiting.push((link) => {
      clearTimeout(timer);
      resolve(link);
    });
    return promise;
  }

  #describe(error: unknown): string {
    return `The store ${this.#options.address.location} cannot be used: ${readErrorMessage(error)}.`;
  }

  #setFailure(failure: string | undefined): void {
    if (this.#failure === failure) return;
    const isReported = (this.#failure === undefined) !== (failure === undefined);
    this.#failure = failure;
    if (isReported) this.#options.onFailureChange?.(failure);
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Whether it makes no sense to try again: the user or password is wrong, or Redis has no such database. */
const isPermanent = ({ message }: Error): boolean =>
  /^(?:WRONGPASS|NOAUTH|NOPERM|ERR (?:AUTH|invalid password|invalid DB index|DB index is out of range))/.test(message);
