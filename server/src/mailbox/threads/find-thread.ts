import { TimeSlice } from "../../base/time-slice.ts";
import type { ThreadEntry } from "../mailbox.ts";

/** How often the entries are searched for further members. Messages whose References are complete need two passes. */
const MAX_PASSES = 20;
const SLICE_MS = 1;

/** A member of a thread, and how many of its ancestors are in the mailbox. */
export interface ThreadMember {
  readonly entry: ThreadEntry;
  readonly depth: number;
}

/** Finds the thread of a message: parents before their replies, each generation by time. */
export async function findThread(entries: readonly ThreadEntry[], own: ThreadEntry): Promise<ThreadMember[]> {
  const members = await collectMembers(entries, own);
  return sortByParent(members);
}

/** Returns the entry that a message replies to, if it is here. */
export function findParent(entries: readonly ThreadEntry[], own: ThreadEntry): ThreadEntry | undefined {
  const byId = new Map(entries.toReversed().map((entry) => [entry.messageId, entry]));
  return lookUpParent(byId, own);
}

function lookUpParent(byId: ReadonlyMap<string, ThreadEntry>, own: ThreadEntry): ThreadEntry | undefined {
  const ids = [...own.inReplyTo.slice(0, 1), ...own.references.toReversed()];
  for (const id of ids) {
    const parent = byId.get(id);
    if (parent !== undefined && parent !== own && parent.messageId !== own.messageId) return parent;
  }
  return undefined;
}

async function collectMembers(entries: readonly ThreadEntry[], own: ThreadEntry): Promise<ThreadEntry[]> {
  const slice = new TimeSlice(SLICE_MS);
  const members = new Set([own]);
  const ids = new Set<string>(listIds(own));
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const countBefore = members.size;
    for (const entry of entries) {
      if (slice.isOver) await slice.pause();
      if (members.has(entry) || (own.messageId !== "" && entry.messageId === own.messageId)) continue;
      const named = listIds(entry);
      if (!named.some((id) => ids.has(id))) continue;
      members.add(entry);
      for (const id of named) ids.add(id);
    }
    if (members.size === countBefore) break;
  }
  return [...members];
}

function listIds({ messageId, inReplyTo, references }: ThreadEntry): string[] {
  return [messageId, ...inReplyTo, ...references].filter((id) => id !== "");
}

function sortByParent(members: readonly ThreadEntry[]): ThreadMember[] {
  const byTime = members.toSorted((a, b) => a.handle.receivedAt - b.handle.receivedAt || a.handle.seq - b.handle.seq);
  const byId = new Map(byTime.toReversed().map((entry) => [entry.messageId, entry]));
  const replies = Map.groupBy(byTime, (entry) => lookUpParent(byId, entry));
  const sorted: ThreadMember[] = [];
  const visited = new Set<ThreadEntry>();
  // Messages that refer to each other in a circle have no root: the oldest of them counts as one.
  for (const root of [...(replies.get(undefined) ?? []), ...byTime]) {
    const waiting: ThreadMember[] = [{ entry: root, depth: 0 }];
    for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
      if (visited.has(member.entry)) continue;
      visited.add(member.entry);
      sorted.push(member);
      const depth = member.depth + 1;
      const children = replies.get(member.entry) ?? [];
      for (const entry of children.toReversed()) waiting.push({ entry, depth });
    }
  }
  return sorted;
}
