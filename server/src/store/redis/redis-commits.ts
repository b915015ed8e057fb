import { randomUUID } from "node:crypto";
import { readErrorMessage } from "../../base/error-message.ts";
import type { Committed, NewMail, SharedChange } from "../../mailbox/shared/shared-store.ts";
import { StoreError } from "../../mailbox/store.ts";
import { encodeChange } from "./encode-change.ts";
import { COMMIT_SCRIPT } from "./lua-commit.ts";
import { type RedisLink, Script } from "./redis-link.ts";

/** How long a commit may take, with all attempts, in ms. */
const COMMIT_MS = 5_000;

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
  /** Resolves with the next link, or with undefined at `deadline` (of `performance.now()`). */
  waitForLink(deadline: number): Promise<RedisLink | undefined>;
}

/** A commit that has no result yet, or whose messages this instance has not applied. */
interface OpenCommit {
  /** The messages, in order. */
  mails: NewMail[];
  /** Resolves when the commit has succeeded or failed. */
  readonly settled: Promise<unknown>;
}

/**
 * Commits changes by a script. A commit whose reply is lost is repeated with its id: the script returns the same reply, and does not
 * apply it twice. After COMMIT_MS the script refuses it, so that what was given up is not applied later.
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
    const result = this.#attemptUntil(performance.now() + COMMIT_MS, id, changes);
    const mails = changes.flatMap((change) => (change.type === "added" ? [change.mail] : []));
    const settled = result.catch(() => {});
    if (mails.length > 0) this.#open.set(id, { mails, settled });
    try {
      return await result;
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
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

  /** Removes and returns the messages of successful commits. Call it when they are loaded instead of applied. */
  async takeUnused(): Promise<NewMail[]> {
    const unused: NewMail[] = [];
    for (const [id, { mails, settled }] of this.#open) {
      const isOver = await Promise.race([settled.then(() => true), Promise.resolve(false)]);
      if (!isOver || !this.#open.delete(id)) continue;
      unused.push(...mails);
    }
    return unused;
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
    const [word, reply = ""] = (await link.run(SCRIPT, prefix, [
      position.instance ?? "",
      String(position.seq),
      String(link.toRedisTime(deadline)),
      id,
      this.client,
      String(limits.messages),
      String(limits.bytes),
      String(limits.sessions),
      ...encoded,
    ])) as [string, string?];
    if (word === "ok") {
      const [seq, results] = JSON.parse(reply) as [string, (number | string)[]];
      return { seq: Number(seq), results: results.map(toResult) };
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
