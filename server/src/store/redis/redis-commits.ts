import { randomUUID } from "node:crypto";
import { readErrorMessage } from "../../base/error-message.ts";
import type { Committed, NewMail, SharedChange } from "../../mailbox/shared/shared-store.ts";
import { StoreError } from "../../mailbox/store.ts";
import { encodeChange } from "./encode-change.ts";
import { COMMIT_SCRIPT } from "./lua-commit.ts";
import { type RedisLink, Script, timeFor } from "./redis-link.ts";

const SCRIPT = new Script(COMMIT_SCRIPT);

export interface CommitLimits {
  readonly messages: number;
  readonly bytes: number;
  readonly sessions: number;
}

/** What commits need of the store. */
export interface CommitHost {
  readonly prefix: string;
  readonly limits: CommitLimits;
  /** The mailbox and the newest number that were applied. */
  position(): { readonly instance: string | undefined; readonly seq: number };
  link(): RedisLink | undefined;
  /** Called with a message whose bytes are no longer needed. */
  onUnused(mail: NewMail): void;
  /** Resolves with the next link, or with undefined at `deadline` (of `performance.now()`). */
  waitForLink(deadline: number): Promise<RedisLink | undefined>;
}

/** A commit that has no result yet, or whose messages this instance has not applied. */
interface OpenCommit {
  /** The messages, in order. */
  readonly mails: NewMail[];
  /** Resolves when the commit has succeeded or failed. */
  readonly settled: Promise<unknown>;
  isSettled: boolean;
}

/**
 * Commits changes by a script. A commit whose reply is lost is repeated with its id: the script returns the same reply, and does not
 * apply it twice. After a time the script refuses it, so that what was given up is not applied later.
 */
export class RedisCommits {
  /** Identifies the changes of this process. */
  readonly client = randomUUID();
  readonly #host: CommitHost;
  readonly #open = new Map<string, OpenCommit>();

  constructor(host: CommitHost) {
    this.#host = host;
  }

  /** @throws {StoreError} if nothing was committed, or it is not known */
  async commit(changes: readonly SharedChange[]): Promise<Committed> {
    const id = randomUUID();
    const mails = changes.flatMap((change) => (change.type === "added" ? [change.mail] : []));
    const waitMs = timeFor(mails.reduce((sum, { size }) => sum + size, 0));
    const result = this.#attemptUntil(performance.now() + waitMs, id, changes);
    if (mails.length > 0) this.#watch(id, mails, result);
    try {
      const committed = await result;
      // The messages were loaded before the reply was known.
      if (this.#host.position().seq >= committed.seq) this.#dropUnused(id);
      return committed;
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
  }

  #watch(id: string, mails: NewMail[], result: Promise<unknown>): void {
    const commit: OpenCommit = { mails, settled: result.catch(() => {}), isSettled: false };
    this.#open.set(id, commit);
    void commit.settled.then(() => {
      commit.isSettled = true;
      return undefined;
    });
  }

  #dropUnused(id: string): void {
    for (const mail of this.#open.get(id)?.mails ?? []) this.#host.onUnused(mail);
    this.#open.delete(id);
  }

  /** Waits until it is known whether the commit of an own change has succeeded. */
  async awaitResult(commitId: string): Promise<void> {
    await this.#open.get(commitId)?.settled;
  }

  /** Returns the next message of a commit of this process; undefined if it is not in memory. */
  takeMail(commitId: string): NewMail | undefined {
    const commit = this.#open.get(commitId);
    const mail = commit?.mails.shift();
    if (commit?.mails.length === 0) this.#open.delete(commitId);
    return mail;
  }

  /** Drops the messages of successful commits. Call it when they were loaded instead of applied. */
  dropLoaded(): void {
    for (const [id, { isSettled }] of this.#open) if (isSettled) this.#dropUnused(id);
  }

  async #attemptUntil(deadline: number, id: string, changes: readonly SharedChange[]): Promise<Committed> {
    const encoded = changes.flatMap(encodeChange);
    let link = this.#host.link();
    let reason = "Redis cannot be reached";
    while (link !== undefined && performance.now() < deadline) {
      try {
        return await this.#attempt(link, deadline, id, encoded);
      } catch (error) {
        if (error instanceof StoreError) throw error;
        reason = readErrorMessage(error);
        if (isReply(error)) throw new StoreError(reason);
        link = await this.#host.waitForLink(deadline);
      }
    }
    throw new StoreError(reason);
  }

  async #attempt(
    link: RedisLink,
    deadline: number,
    id: string,
    encoded: readonly (string | Buffer)[],
  ): Promise<Committed> {
    const { prefix, limits } = this.#host;
    const position = this.#host.position();
    const args = [
      position.instance ?? "",
      String(position.seq),
      String(link.toRedisTime(deadline)),
      id,
      this.client,
      String(limits.messages),
      String(limits.bytes),
      String(limits.sessions),
      ...encoded,
    ];
    const waitMs = Math.max(0, deadline - performance.now());
    const [word, reply = ""] = (await link.run(SCRIPT, prefix, args, waitMs)) as [string, string?];
    if (word === "ok") {
      // Lua encodes an empty list as an object.
      const [seq, results] = JSON.parse(reply) as [string, (number | string)[] | object];
      return { seq: Number(seq), results: Array.isArray(results) ? results.map(toResult) : [] };
    }
    if (word === "late") throw new StoreError("Redis was too slow");
    link.fail(new Error("Redis was emptied or replaced"));
    throw new StoreError("Redis was emptied or replaced");
  }
}

/** Numbers of messages are text. */
const toResult = (result: number | string): number | string =>
  typeof result === "string" && /^\d+$/.test(result) ? Number(result) : result;

/** Whether Redis has refused the script. Otherwise it is not known whether it ran. */
const isReply = (error: unknown): boolean => error instanceof Error && error.name === "ReplyError";
