import { readErrorMessage } from "../../base/error-message.ts";
import { formatMessageId } from "../../mailbox/message-ids.ts";
import type {
  AppliedChange,
  FaultCounts,
  NewMail,
  NumberedChange,
  SharedMarks,
} from "../../mailbox/shared/shared-store.ts";
import type { KeptMail } from "../../mailbox/store.ts";
import { parseFindings, parseRule, parseSession, parseTags } from "../stored-values.ts";
import type { OnUnreadable } from "../unreadable-rows.ts";
import { MESSAGE_FIELDS, type MessageValues, toKeptMail } from "./message-fields.ts";
import { type RedisLink, timeFor } from "./redis-link.ts";

/** An entry of the log of changes. See `lua-commit.ts`. */
export interface LogEntry {
  readonly instance: string;
  readonly first: number;
  readonly last: number;
  readonly type: AppliedChange["type"];
  readonly commitId: string;
  readonly client: string;
  readonly data: string;
}

export function toLogEntry([id, fields]: readonly [string, readonly string[]]): LogEntry {
  const value = (name: string): string => fields[fields.indexOf(name) + 1] ?? "";
  return {
    instance: value("i"),
    first: Number(value("f")),
    last: Number.parseInt(id, 10),
    type: value("t") as LogEntry["type"],
    commitId: value("c"),
    client: value("o"),
    data: value("d"),
  };
}

/** Messages that are read in one step. */
const READ_MESSAGES = 100;
const READ_BYTES = 8 * 1024 * 1024;

interface Keys {
  readonly prefix: string;
  readonly instance: string;
  /** Called for what cannot be read. */
  readonly onUnreadable: OnUnreadable;
}

/** Reads messages, a few at a time, in this order. Those that are gone are left out. */
export async function* readMails(
  link: RedisLink,
  { prefix, instance, onUnreadable }: Keys,
  seqs: readonly number[],
): AsyncGenerator<readonly KeptMail[]> {
  for (let first = 0; first < seqs.length; ) {
    const sizes = await readSizes(link, prefix, seqs.slice(first, first + READ_MESSAGES));
    let bytes = 0;
    const end = sizes.findIndex((size, index) => (bytes += size) > READ_BYTES && index > 0);
    const some = seqs.slice(first, first + (end === -1 ? sizes.length : end));
    const found = await link.inTime(
      Promise.all(some.map((seq) => readMail(link, `${prefix}:m:${seq}`))),
      timeFor(bytes),
    );
    yield some.flatMap((seq, index) => toKeptMail(instance, seq, found[index], onUnreadable) ?? []);
    first += some.length;
  }
}

async function readSizes(link: RedisLink, prefix: string, seqs: readonly number[]): Promise<number[]> {
  const sizes = seqs.map((seq) => link.commands.hget(`${prefix}:m:${seq}`, "size").catch(ignoreWrongType));
  return (await link.inTime(Promise.all(sizes))).map((size) => Number(size) || 0);
}

const readMail = (link: RedisLink, key: string): Promise<MessageValues> =>
  link.commands.hmgetBuffer(key, ...MESSAGE_FIELDS).catch(ignoreWrongType);

/** A key that somebody else has written hides nothing but its message. */
function ignoreWrongType(error: unknown): undefined {
  if (!readErrorMessage(error).startsWith("WRONGTYPE")) throw error;
}

/** An entry of the log that cannot be read. */
export class UnreadableEntryError extends Error {
  override name = "UnreadableEntryError";
}

/**
 * Reads what the log only refers to, and converts entries to changes.
 *
 * @param takeOwn returns the message of an own entry, if it is still in memory
 * @throws {UnreadableEntryError} if an entry cannot be read
 */
export async function readChanges(
  link: RedisLink,
  keys: Keys & { readonly client: string },
  entries: readonly LogEntry[],
  takeOwn: (entry: LogEntry) => NewMail | undefined,
): Promise<NumberedChange[]> {
  const mails = new Map<number, KeptMail>();
  for (const entry of entries) {
    const mail = entry.type === "added" ? takeOwn(entry) : undefined;
    if (mail !== undefined) mails.set(entry.first, withId(mail, keys.instance, entry.first));
  }
  const others = entries.filter(({ type, first }) => type === "added" && !mails.has(first));
  const seqs = others.map(({ first }) => first);
  for await (const some of readMails(link, keys, seqs)) for (const mail of some) mails.set(mail.seq, mail);
  const sessions = await readSessions(
    link,
    keys.prefix,
    entries.flatMap(({ type, data }) => (type === "session" ? [data] : [])),
  );
  return entries.map((entry) => {
    const { first, last } = entry;
    try {
      return { first, last, change: toChange(entry, mails, sessions, keys) };
    } catch (error) {
      throw new UnreadableEntryError(`The change ${last} cannot be read: ${readErrorMessage(error)}`);
    }
  });
}

const withId = (mail: NewMail, instance: string, seq: number): KeptMail => ({
  ...mail,
  id: formatMessageId(instance, seq),
  seq,
});

/** Returns the JSON of sessions by their ids. */
export async function readSessions(
  link: RedisLink,
  prefix: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let first = 0; first < ids.length; first += READ_MESSAGES) {
    const some = ids.slice(first, first + READ_MESSAGES);
    const details = await link.inTime(link.commands.hmget(`${prefix}:sessions`, ...some));
    for (const [index, id] of some.entries()) if (details[index]) found.set(id, details[index]);
  }
  return found;
}

function toChange(
  { type, first, data, client }: LogEntry,
  mails: ReadonlyMap<number, KeptMail>,
  sessions: ReadonlyMap<string, string>,
  { client: ourClient, onUnreadable }: Keys & { readonly client: string },
): AppliedChange {
  const orNothing = <Value>(
    kind: "session" | "fault",
    value: Value | undefined,
    toApplied: (value: Value) => AppliedChange,
  ) => {
    if (value !== undefined) return toApplied(value);
    onUnreadable(kind);
    return NOTHING;
  };
  switch (type) {
    case "added":
      return { type, mail: mails.get(first) };
    case "deleted":
    case "evicted":
      return { type, seqs: toSeqs(JSON.parse(data)) };
    case "hidden": {
      const [token, expiresAt, members] = JSON.parse(data) as [string, string, string[]];
      return { type, seqs: toSeqs(members), undo: { token, expiresAt: Number(expiresAt) } };
    }
    case "restored":
    case "forgotten":
      return { type, token: data };
    case "cleared":
      return { type };
    case "marked":
      return { type, basis: undefined, marks: (JSON.parse(data) as [string, string, string][]).map(toMarks) };
    case "findings": {
      const [member, findings] = JSON.parse(data) as [string, string];
      return { type, seq: Number(member), findings: parseFindings(findings) ?? [] };
    }
    case "session": {
      const details = sessions.get(data);
      return details === undefined ? NOTHING : orNothing(type, parseSession(details), (session) => ({ type, session }));
    }
    case "fault": {
      const [id, rule] = JSON.parse(data) as [string, string];
      return orNothing(type, parseRule(rule), (parsed) => ({
        type,
        fault: { id, rule: parsed, seen: 0, hits: 0 },
        replaces: false,
      }));
    }
    case "faults-removed":
      return { type, ids: JSON.parse(data) };
    case "attempt":
      return { type, counts: (JSON.parse(data) as [string, number, number, number][]).map(toCounts) };
    case "own-events":
      return { type, isOwn: client === ourClient };
  }
}

/** Uses the number, without an event. */
const NOTHING: AppliedChange = { type: "own-events", isOwn: false };

const toSeqs = (members: readonly string[]): number[] => members.map(Number);

const toMarks = ([member, read, tags]: readonly [string, string, string]): SharedMarks => ({
  seq: Number(member),
  read: read === "" ? undefined : read === "1",
  tags: tags === "" ? undefined : parseTags(tags),
});

const toCounts = ([id, seen, hits, draws]: readonly [string, number, number, number]): FaultCounts => ({
  id,
  seen,
  hits,
  draws,
});
