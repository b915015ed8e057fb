import type { Follower } from "../../mailbox/shared/shared-store.ts";
import type { OnUnreadable } from "../unreadable-rows.ts";
import { type LogEntry, readChanges, toLogEntry, UnreadableEntryError } from "./read-changes.ts";
import type { RedisCommits } from "./redis-commits.ts";
import { REPLY_MS, type RedisLink } from "./redis-link.ts";

/** How long Redis waits for a change before it answers that there is none, in ms. Then it is checked whether the log still exists. */
const BLOCK_MS = 1_000;
/** Changes that are read in one step. */
const READ_CHANGES = 200;

interface LogOptions {
  readonly prefix: string;
  readonly follower: Follower;
  readonly commits: RedisCommits;
  /** Loads everything, because changes were missed, or cannot be read. */
  reload(link: RedisLink): Promise<void>;
  readonly onUnreadable: OnUnreadable;
}

/**
 * Hands over the changes of the log until the link is lost.
 *
 * @throws the reason of the loss
 */
export async function followLog(link: RedisLink, options: LogOptions): Promise<never> {
  const { prefix, follower, commits, onUnreadable } = options;
  for (;;) {
    const entries = await readLog(link, prefix, follower.seq);
    const isMissing = entries.length === 0 && !(await isAtEnd(link, prefix, follower));
    if (isMissing || !continues(entries, follower)) {
      await options.reload(link);
      continue;
    }
    for (const commitId of new Set(
      entries.filter(({ client }) => client === commits.client).map((entry) => entry.commitId),
    ))
      await Promise.race([commits.awaitResult(commitId), link.lost]);
    const keys = { prefix, instance: follower.instance ?? "", client: commits.client, onUnreadable };
    const changes = await readChanges(link, keys, entries, ({ commitId }) => commits.takeMail(commitId)).catch(
      ifUnreadable,
    );
    if (changes === undefined) await options.reload(link);
    else follower.apply(changes);
  }
}

function ifUnreadable(error: unknown): undefined {
  if (!(error instanceof UnreadableEntryError)) throw error;
}

async function readLog(link: RedisLink, prefix: string, after: number): Promise<LogEntry[]> {
  const reply = await link.inTime(
    link.reader.xread("COUNT", READ_CHANGES, "BLOCK", BLOCK_MS, "STREAMS", `${prefix}:changes`, `${after}-0`),
    BLOCK_MS + REPLY_MS,
  );
  return (reply?.[0]?.[1] ?? []).map(toLogEntry);
}

/** Whether the entries are of our mailbox, and follow its newest number without a gap. */
function continues(entries: readonly LogEntry[], { seq, instance }: Follower): boolean {
  let next = seq + 1;
  for (const entry of entries) {
    if (entry.instance !== instance || entry.first !== next) return false;
    next = entry.last + 1;
  }
  return true;
}

type Meta = { readonly instance: string | null; readonly seq: number };

async function readMeta(link: RedisLink, prefix: string): Promise<Meta> {
  const [instance = null, seq = null] = await link.inTime(link.commands.hmget(`${prefix}:meta`, "instance", "seq"));
  return { instance, seq: Number(seq) };
}

/** Whether an instance can continue at its position: the mailbox is the same, and has not gone back. */
export async function isCurrent(
  link: RedisLink,
  prefix: string,
  { instance, seq, isLoaded }: Follower,
): Promise<boolean> {
  if (!isLoaded) return false;
  const meta = await readMeta(link, prefix);
  return meta.instance === instance && meta.seq >= seq;
}

/** Whether there is really nothing after the position. A change may have been made since it was read. */
async function isAtEnd(link: RedisLink, prefix: string, follower: Follower): Promise<boolean> {
  const before = await readMeta(link, prefix);
  if (before.instance !== follower.instance || before.seq < follower.seq) return false;
  if (before.seq === follower.seq) return true;
  const log = await link.inTime(link.commands.xrange(`${prefix}:changes`, `(${follower.seq}-0`, "+", "COUNT", 1));
  return log.length > 0;
}
