import type { Info, MessageList, MessageListQuery, StreamEvent } from "@mailglass/shared";
import type { Stream, StreamState } from "@mailglass/shared/client";
import type { InboxState } from "../model/inbox-state.ts";
import { getListExtent, type ListExtent } from "../model/list-extent.ts";
import { batchPerFrame } from "./batch-per-frame.ts";
import { client, describeError } from "./client.ts";
import { createStore, useStore } from "./store.ts";
import { inboxStore, sessionsStore } from "./stores.ts";
import { noteServerUndos, noteUndoEvents } from "./undo.ts";

const FIRST_PAGE_ROWS = 200;
/** Rows that are read at once while one scrolls: more would hold up a frame when they come. */
export const PAGE_ROWS = 500;
/** The server's count is asked for when nothing has come for this long, in milliseconds. */
const COUNT_DELAY_MS = 400;

const connectionStore = createStore<StreamState, StreamState>({ type: "connecting" }, (_, state) => state);
const infoStore = createStore<Info | null, Info>(null, (_, now) => now);

export function useConnection<Slice>(select: (state: StreamState) => Slice): Slice {
  return useStore(connectionStore, select);
}

export function useInfo<Slice>(select: (info: Info | null) => Slice): Slice {
  return useStore(infoStore, select);
}

/** Called with every batch of events, after the stores have taken them in. */
type EventWatcher = (events: readonly StreamEvent[]) => void;
const watchers = new Set<EventWatcher>();

export function watchEvents(watcher: EventWatcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

let stream: Stream | undefined;
let countTimer: ReturnType<typeof setTimeout> | undefined;
let listRequest: AbortController | undefined;

/** What comes while something is being read, for each of these readings. */
const eventCollectors = new Set<StreamEvent[]>();

/** Reads something, and keeps what happens meanwhile: the answer may be older than what the page knows by then. */
async function readWithConcurrentEvents<T>(
  read: Promise<T>,
): Promise<{ answer: T; concurrentEvents: readonly StreamEvent[] }> {
  const concurrentEvents: StreamEvent[] = [];
  eventCollectors.add(concurrentEvents);
  try {
    return { answer: await read, concurrentEvents };
  } finally {
    eventCollectors.delete(concurrentEvents);
  }
}

/** Reads a page of the list. One that was read while messages were restored may lack them, and is read again. */
async function readPage(
  query: string,
  range: Omit<MessageListQuery, "q">,
): Promise<{ readonly list: MessageList; readonly removedIds: ReadonlySet<string> }> {
  for (;;) {
    const { answer, concurrentEvents } = await readWithConcurrentEvents(
      client.listMessages({ query: { q: toQueryParameter(query), ...range } }),
    );
    if (concurrentEvents.some(({ type }) => type === "message.restored")) continue;
    return { list: answer, removedIds: removedIds(concurrentEvents) };
  }
}

/** The ids of what was removed. */
function removedIds(events: readonly StreamEvent[]): Set<string> {
  return new Set(events.flatMap((event) => (event.type === "message.removed" ? event.ids : [])));
}

/** The API's most in one page. */
const MAX_PAGE_ROWS = 1_000;
/** Nothing but the first page. */
const FIRST_PAGE_ONLY: ListExtent = { oldestSeq: Number.POSITIVE_INFINITY, behindGap: null };
/** Pages of a list that are read again at most; what is older is read when it is scrolled to. */
const MAX_RELOADED_PAGES = 20;

/** The newest page of a list, and older ones down to a message. */
async function fetchList(query: string, oldestSeq: number, signal: AbortSignal): Promise<MessageList> {
  const q = toQueryParameter(query);
  let list = await client.listMessages({ query: { q, limit: FIRST_PAGE_ROWS } }, { signal });
  for (let pages = 1; pages < MAX_RELOADED_PAGES && list.next !== null && list.next > oldestSeq; pages++) {
    const older = await client.listMessages({ query: { q, limit: MAX_PAGE_ROWS, before: list.next } }, { signal });
    list = { ...list, items: [...list.items, ...older.items], next: older.next };
  }
  return list;
}

/** The list as far as one before it was read, also behind a gap. */
async function fetchListExtent(query: string, { oldestSeq, behindGap }: ListExtent, signal: AbortSignal) {
  const list = await fetchList(query, oldestSeq, signal);
  if (behindGap === null) return { list };
  return { list, pageAt: await fetchBehindGap(query, behindGap, list.matched, signal) };
}

/** Tries to read the rows behind a gap, which move further down as mail comes. */
const MAX_GAP_ATTEMPTS = 3;

async function fetchBehindGap(
  query: string,
  behindGap: NonNullable<ListExtent["behindGap"]>,
  matched: number,
  signal: AbortSignal,
) {
  for (let attempt = 1, knownMatched = matched; ; attempt++) {
    // Counted from the oldest: what has come since is above.
    const offset = Math.max(0, knownMatched - behindGap.older - 1);
    const list = await client.listMessages(
      { query: { q: toQueryParameter(query), limit: MAX_PAGE_ROWS, offset } },
      { signal },
    );
    const moved = list.matched - knownMatched;
    if (moved + Math.min(behindGap.length, PAGE_ROWS) <= MAX_PAGE_ROWS || attempt === MAX_GAP_ATTEMPTS)
      return { offset, list };
    knownMatched = list.matched;
  }
}

/**
 * Reads the list for a query and, the first time, goes on listening from exactly there.
 *
 * @param extent what of it is wanted at once: a list that is read anew keeps the reader's place only when it is read as
 *   far as the one before
 */
export async function loadList(query: string, extent: ListExtent = FIRST_PAGE_ONLY): Promise<void> {
  listRequest?.abort();
  listRequest = new AbortController();
  const { signal } = listRequest;
  inboxStore.dispatch({ type: "loading", query });
  try {
    const { answer, concurrentEvents } = await readWithConcurrentEvents(fetchListExtent(query, extent, signal));
    const { list, pageAt } = answer;
    inboxStore.dispatch({ type: "loaded", query, list });
    if (pageAt) inboxStore.dispatch({ type: "page-at", query, ...pageAt, removedIds: removedIds(concurrentEvents) });
    inboxStore.dispatch({ type: "events", events: concurrentEvents });
    if (stream === undefined) openEventStream(list.seq, list.instance);
    // The list may have counted what these events report.
    if (concurrentEvents.length > 0) scheduleCountRefresh();
  } catch (reason) {
    if (signal.aborted) return;
    inboxStore.dispatch({ type: "failed", problem: describeError(reason) });
    // A refused query is mended by typing; a server that is away, by waiting for it.
    if (stream === undefined) openEventStream();
  }
}

function openEventStream(since?: number, instance?: string): void {
  stream = client.openStream({
    ...(since === undefined || instance === undefined ? {} : { since, instance }),
    onEvents: batchPerFrame(handleEvents),
    onState: (state) => {
      connectionStore.dispatch(state);
      if (state.type === "open") void refreshInfo();
    },
  });
}

/** A frame's worth of events. */
function handleEvents(events: readonly StreamEvent[]): void {
  const resync = events.some((event) => event.type === "resync");
  const hello = events.some((event) => event.type === "hello");
  for (const collector of eventCollectors) for (const event of events) collector.push(event);
  noteUndoEvents(events);
  if (resync || (hello && inboxStore.get().phase === "failed")) {
    void loadList(inboxStore.get().query, getListExtent(inboxStore.get()));
    if (sessionsStore.get().phase !== "idle") void loadSessions();
  } else {
    inboxStore.dispatch({ type: "events", events });
    sessionsStore.dispatch({ type: "events", events });
    const { query, stale } = inboxStore.get();
    // Only the server knows which of the restored messages match.
    if (query !== "" && events.some(({ type }) => type === "message.restored"))
      void loadList(query, getListExtent(inboxStore.get()));
    else if (stale) void loadNewer();
    if (events.some(({ type }) => type !== "hello")) scheduleCountRefresh();
  }
  for (const watcher of watchers) watcher(events);
}

/** Tries to connect now: for a person who does not want to wait. */
export function reconnect(): void {
  stream?.retry();
}

/** More of the list that is being read: one page at a time, so that none is asked for twice. */
let pendingPage: Promise<void> | undefined;

/** Reads more of the list; while a page is under way it reads nothing, and ends with that. */
async function loadOnePage(read: (inbox: InboxState) => Promise<void>): Promise<void> {
  if (pendingPage !== undefined) return pendingPage;
  if (inboxStore.get().phase !== "ready") return;
  pendingPage = read(inboxStore.get())
    .catch((reason: unknown) => inboxStore.dispatch({ type: "failed", problem: describeError(reason) }))
    .finally(() => (pendingPage = undefined));
  return pendingPage;
}

/** Resolves when no page is on its way. */
export async function waitForPendingPage(): Promise<void> {
  await pendingPage;
}

/** The page behind the oldest row. */
export async function loadOlder(): Promise<void> {
  await loadOnePage(async ({ query, next }) => {
    if (next === null) return;
    const page = await readPage(query, { limit: PAGE_ROWS, before: next });
    inboxStore.dispatch({ type: "older-page", query, ...page });
  });
}

/** A page that begins at a place of the list, counted from the newest message. */
export async function loadPageAt(position: number): Promise<void> {
  await loadOnePage(async ({ query }) => {
    const page = await readPage(query, { limit: PAGE_ROWS, offset: position });
    inboxStore.dispatch({ type: "page-at", query, offset: position, ...page });
  });
}

const toQueryParameter = (query: string): string | undefined => (query === "" ? undefined : query);

/** Asks a search about what has come since, one request at a time; what comes during one is asked for by the next. */
let isLoadingNewer = false;
let isNewerRequested = false;
async function loadNewer(): Promise<void> {
  isNewerRequested = true;
  if (isLoadingNewer) return;
  isLoadingNewer = true;
  try {
    while (isNewerRequested) {
      isNewerRequested = false;
      await fetchNewer();
    }
  } catch {
    // The next message asks again.
  } finally {
    isLoadingNewer = false;
  }
}

async function fetchNewer(): Promise<void> {
  const { query, rows } = inboxStore.get();
  const after = rows[0]?.seq ?? 0;
  inboxStore.dispatch({ type: "newer-page", query, ...(await readPage(query, { limit: MAX_PAGE_ROWS, after })) });
}

function scheduleCountRefresh(): void {
  clearTimeout(countTimer);
  countTimer = setTimeout(() => void refreshCounts(), COUNT_DELAY_MS);
}

/** Counts are kept by adding up; what was read in the past is not always here to subtract, so the server has the last word. */
async function refreshCounts(): Promise<void> {
  void refreshSessionCount();
  const { answeredQuery: query } = inboxStore.get();
  const list = await client.listMessages({ query: { q: toQueryParameter(query), limit: 0 } }).catch(() => null);
  if (list === null) return;
  if (inboxStore.get().stale) void loadNewer();
  if (list.seq === inboxStore.get().seq) inboxStore.dispatch({ type: "counted", query, list });
}

export async function refreshInfo(): Promise<void> {
  const current = await client.getInfo().catch(() => null);
  if (current === null) return;
  noteServerUndos(current);
  infoStore.dispatch(current);
}

export async function loadSessions(): Promise<void> {
  sessionsStore.dispatch({ type: "loading" });
  try {
    sessionsStore.dispatch({ type: "loaded", list: await client.listSessions({ query: { limit: FIRST_PAGE_ROWS } }) });
  } catch (reason) {
    sessionsStore.dispatch({ type: "failed", problem: describeError(reason) });
  }
}

/** The server does not tell which sessions make room for others. */
async function refreshSessionCount(): Promise<void> {
  const { phase, rows } = sessionsStore.get();
  if (phase !== "ready") return;
  const list = await client.listSessions({ query: { limit: 0 } }).catch(() => null);
  // What came meanwhile is counted when it is quiet again.
  if (list !== null && sessionsStore.get().rows === rows)
    sessionsStore.dispatch({ type: "counted", total: list.total });
}

let isLoadingOlderSessions = false;
export async function loadOlderSessions(): Promise<void> {
  const { next } = sessionsStore.get();
  if (isLoadingOlderSessions || next === null) return;
  isLoadingOlderSessions = true;
  try {
    const list = await client.listSessions({ query: { limit: FIRST_PAGE_ROWS, before: next } });
    sessionsStore.dispatch({ type: "older-page", list });
  } finally {
    isLoadingOlderSessions = false;
  }
}
