import type { Info, MessageList, StreamEvent } from "@mailglass/shared";
import type { Stream, StreamState } from "@mailglass/shared/client";
import { offsetOf } from "../model/further.ts";
import type { Inbox } from "../model/inbox.ts";
import { type Reach, reachOf } from "../model/reach.ts";
import { createStore, useStore } from "../model/store.ts";
import { unreadOf } from "../search/unread-of.ts";
import { client, explain } from "./client.ts";
import { batchPerFrame } from "./frame.ts";
import { inbox, sessions } from "./stores.ts";

const PAGE = 200;
/** Rows that are read at once while one scrolls: more would hold up a frame when they come. */
export const PAGE_ROWS = 500;
/** The server's count is asked for when nothing has come for this long, in milliseconds. */
const QUIET = 400;

const connection = createStore<StreamState, StreamState>({ type: "connecting" }, (_, state) => state);
const info = createStore<Info | null, Info>(null, (_, now) => now);

export function useConnection<Slice>(select: (state: StreamState) => Slice): Slice {
  return useStore(connection, select);
}

export function useInfo<Slice>(select: (info: Info | null) => Slice): Slice {
  return useStore(info, select);
}

/** Called with every batch of events, after the stores have taken them in. */
type Watcher = (events: readonly StreamEvent[]) => void;
const watchers = new Set<Watcher>();

export function watchEvents(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

let stream: Stream | undefined;
let quiet: ReturnType<typeof setTimeout> | undefined;
let asking: AbortController | undefined;

/** What comes while something is being read, for each of these readings. */
const readings = new Set<StreamEvent[]>();

/** Reads something, and keeps what happens meanwhile: the answer may be older than what the page knows by then. */
async function readMeanwhile<T>(read: Promise<T>): Promise<{ answer: T; meanwhile: readonly StreamEvent[] }> {
  const meanwhile: StreamEvent[] = [];
  readings.add(meanwhile);
  try {
    return { answer: await read, meanwhile };
  } finally {
    readings.delete(meanwhile);
  }
}

/** The ids of what was removed. */
function removedIn(events: readonly StreamEvent[]): Set<string> {
  return new Set(events.flatMap((event) => (event.type === "message.removed" ? event.ids : [])));
}

/** The API's most in one page. */
const MOST_AT_ONCE = 1_000;
/** Nothing but the first page. */
const NEWEST: Reach = { downTo: Number.POSITIVE_INFINITY, behind: null };
/** Pages of a list that are read again at most; what is older is read when it is scrolled to. */
const MOST_PAGES = 20;

/** The newest page of a list, and older ones down to a message. */
async function readList(query: string, downTo: number, signal: AbortSignal): Promise<MessageList> {
  const q = textOf(query);
  let list = await client.listMessages({ query: { q, limit: PAGE } }, { signal });
  for (let pages = 1; pages < MOST_PAGES && list.next !== null && list.next > downTo; pages++) {
    const older = await client.listMessages({ query: { q, limit: MOST_AT_ONCE, before: list.next } }, { signal });
    list = { ...list, items: [...list.items, ...older.items], next: older.next };
  }
  return list;
}

/** The list as far as one before it was read, also behind a gap. */
async function readAsFar(query: string, { downTo, behind }: Reach, signal: AbortSignal) {
  const list = await readList(query, downTo, signal);
  if (behind === null) return { list };
  return { list, elsewhere: await readBehind(query, behind, list.matched, signal) };
}

/** Tries to read the rows behind a gap, which move further down as mail comes. */
const MOST_TRIES = 3;

async function readBehind(query: string, behind: NonNullable<Reach["behind"]>, matched: number, signal: AbortSignal) {
  for (let tries = 1, known = matched; ; tries++) {
    // Counted from the oldest: what has come since is above.
    const offset = Math.max(0, known - behind.older - 1);
    const list = await client.listMessages({ query: { q: textOf(query), limit: MOST_AT_ONCE, offset } }, { signal });
    const moved = list.matched - known;
    if (moved + Math.min(behind.length, PAGE_ROWS) <= MOST_AT_ONCE || tries === MOST_TRIES) return { offset, list };
    known = list.matched;
  }
}

/**
 * Reads the list for a query and, the first time, goes on listening from exactly there.
 *
 * @param reach what of it is wanted at once: a list that is read anew keeps the reader's place only when it is read as
 *   far as the one before
 */
export async function ask(query: string, reach: Reach = NEWEST): Promise<void> {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  inbox.dispatch({ type: "asked", query });
  const read = Promise.all([
    readAsFar(query, reach, signal),
    client.listMessages({ query: { q: "is:unread", limit: 0 } }, { signal }),
  ]);
  try {
    const { answer, meanwhile } = await readMeanwhile(read);
    const [{ list, elsewhere }, unread] = answer;
    inbox.dispatch({ type: "listed", query, list, unread: unread.matched });
    if (elsewhere) inbox.dispatch({ type: "elsewhere", query, ...elsewhere, gone: removedIn(meanwhile) });
    inbox.dispatch({ type: "events", events: meanwhile });
    if (stream === undefined) listen(list.seq, list.instance);
    void countFound();
    countWhenQuiet();
  } catch (reason) {
    if (signal.aborted) return;
    inbox.dispatch({ type: "failed", problem: explain(reason) });
    // A refused query is mended by typing; a server that is away, by waiting for it.
    if (stream === undefined) listen();
  }
}

function listen(since?: number, instance?: string): void {
  stream = client.openStream({
    ...(since === undefined || instance === undefined ? {} : { since, instance }),
    onEvents: batchPerFrame(take),
    onState: (state) => {
      connection.dispatch(state);
      if (state.type === "open") void readInfo();
    },
  });
}

/** A frame's worth of events. */
function take(events: readonly StreamEvent[]): void {
  const resync = events.some((event) => event.type === "resync");
  const hello = events.some((event) => event.type === "hello");
  for (const meanwhile of readings) for (const event of events) meanwhile.push(event);
  if (resync || (hello && inbox.get().phase === "failed")) {
    void ask(inbox.get().query, reachOf(inbox.get()));
    if (sessions.get().phase !== "idle") void askSessions();
  } else {
    inbox.dispatch({ type: "events", events });
    sessions.dispatch({ type: "events", events });
    if (inbox.get().stale) void askNewer();
    countWhenQuiet();
  }
  for (const watcher of watchers) watcher(events);
}

/** Tries to connect now: for a person who does not want to wait. */
export function reconnect(): void {
  stream?.retry();
}

/** More of the list that is being read: one page at a time, so that none is asked for twice. */
let more: Promise<void> | undefined;

/** Reads more of the list; while a page is under way it reads nothing, and ends with that. */
async function readMore(read: (inbox: Inbox) => Promise<void>): Promise<void> {
  if (more !== undefined) return more;
  if (inbox.get().phase !== "ready") return;
  more = read(inbox.get())
    .catch((reason: unknown) => inbox.dispatch({ type: "failed", problem: explain(reason) }))
    .finally(() => (more = undefined));
  return more;
}

/** Resolves when no page is on its way. */
export async function pageRead(): Promise<void> {
  await more;
}

/** The page behind the oldest row. */
export async function askOlder(): Promise<void> {
  await readMore(async ({ query, next }) => {
    if (next === null) return;
    const read = client.listMessages({ query: { q: textOf(query), limit: PAGE_ROWS, before: next } });
    const { answer, meanwhile } = await readMeanwhile(read);
    inbox.dispatch({ type: "older", query, list: answer, gone: removedIn(meanwhile) });
  });
}

/** A page that begins at a place of the list, counted from the newest message. */
export async function askPage(place: number): Promise<void> {
  await readMore(async (now) => {
    const { query } = now;
    const offset = offsetOf(now, place);
    // What is deleted here, and not there yet, takes up some of the page.
    const limit = Math.min(MOST_AT_ONCE, PAGE_ROWS + now.condemned.length);
    const read = client.listMessages({ query: { q: textOf(query), limit, offset } });
    const { answer, meanwhile } = await readMeanwhile(read);
    inbox.dispatch({ type: "elsewhere", query, offset, list: answer, gone: removedIn(meanwhile) });
  });
}

const textOf = (query: string): string | undefined => (query === "" ? undefined : query);

/** Asks a search about what has come since, one request at a time; what comes during one is asked for by the next. */
let readingNewer = false;
let newerWanted = false;
async function askNewer(): Promise<void> {
  newerWanted = true;
  if (readingNewer) return;
  readingNewer = true;
  try {
    while (newerWanted) {
      newerWanted = false;
      await readNewer();
    }
  } catch {
    // The next message asks again.
  } finally {
    readingNewer = false;
  }
}

async function readNewer(): Promise<void> {
  const { query, rows } = inbox.get();
  const after = rows[0]?.seq ?? 0;
  const read = client.listMessages({ query: { q: query, limit: MOST_AT_ONCE, after } });
  const { answer, meanwhile } = await readMeanwhile(read);
  inbox.dispatch({ type: "newer", query, list: answer, gone: removedIn(meanwhile) });
}

export function countWhenQuiet(): void {
  clearTimeout(quiet);
  quiet = setTimeout(() => void count(), QUIET);
}

/** Counts are kept by adding up; what was read in the past is not always here to subtract, so the server has the last word. */
async function count(): Promise<void> {
  void countFound();
  void countSessions();
  const answer = await client.listMessages({ query: { q: "is:unread", limit: 0 } }).catch(() => null);
  if (answer === null) return;
  if (inbox.get().stale) void askNewer();
  if (answer.seq === inbox.get().seq) inbox.dispatch({ type: "counted", total: answer.total, unread: answer.matched });
}

/** How many of what a search found are unread: what has not been scrolled to is not here to be counted. */
async function countFound(): Promise<void> {
  const { answered: query, phase, rows, matched, matchedUnread } = inbox.get();
  const isCounted = rows.length === matched && matchedUnread !== null;
  if (query === "" || phase !== "ready" || isCounted) return;
  const answer = await client.listMessages({ query: { q: unreadOf(query), limit: 0 } }).catch(() => null);
  if (answer?.seq === inbox.get().seq) inbox.dispatch({ type: "counted-found", query, unread: answer.matched });
}

export async function readInfo(): Promise<void> {
  const now = await client.getInfo().catch(() => null);
  if (now) info.dispatch(now);
}

export async function askSessions(): Promise<void> {
  sessions.dispatch({ type: "asked" });
  try {
    sessions.dispatch({ type: "listed", list: await client.listSessions({ query: { limit: PAGE } }) });
  } catch (reason) {
    sessions.dispatch({ type: "failed", problem: explain(reason) });
  }
}

/** The server does not tell which sessions make room for others. */
async function countSessions(): Promise<void> {
  const { phase, rows } = sessions.get();
  if (phase !== "ready") return;
  const list = await client.listSessions({ query: { limit: 0 } }).catch(() => null);
  // What came meanwhile is counted when it is quiet again.
  if (list !== null && sessions.get().rows === rows) sessions.dispatch({ type: "counted", total: list.total });
}

let readingOlderSessions = false;
export async function askOlderSessions(): Promise<void> {
  const { next } = sessions.get();
  if (readingOlderSessions || next === null) return;
  readingOlderSessions = true;
  try {
    const list = await client.listSessions({ query: { limit: PAGE, before: next } });
    sessions.dispatch({ type: "older", list });
  } finally {
    readingOlderSessions = false;
  }
}
