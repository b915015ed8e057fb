import type { Info, MessageList, MessageListQuery, StreamEvent } from "@mailglass/shared";
import type { Stream } from "@mailglass/shared/client";
import type { InboxAction } from "../model/inbox-action.ts";
import type { InboxState } from "../model/inbox-state.ts";
import { getListExtent, type ListExtent } from "../model/list-extent.ts";
import { batchPerFrame } from "./batch-per-frame.ts";
import { client, describeError } from "./client.ts";
import { completeRows } from "./complete-rows.ts";
import { connectionStore } from "./connection.ts";
import { loadSessions, refreshSessionCount } from "./load-sessions.ts";
import { currentRoute } from "./router.ts";
import { loadFailureCount } from "./session-failures.ts";
import { createStore, useStore } from "./store.ts";
import { inboxStore, sessionsStore } from "./stores.ts";
import { noteServerUndos, noteUndoEvents } from "./undo.ts";

const FIRST_PAGE_ROWS = 200;
/** Rows loaded at once while scrolling: more would delay a frame when they arrive. */
export const PAGE_ROWS = 500;
/** The server's counts are requested when no event has arrived for this many milliseconds. */
const COUNT_DELAY_MS = 400;

const infoStore = createStore<Info | null, Info>(null, (_, now) => now);

export function useInfo<Slice>(select: (info: Info | null) => Slice): Slice {
  return useStore(infoStore, select);
}

/** Called with every batch of events, after the stores have applied them. */
type EventWatcher = (events: readonly StreamEvent[]) => void;
const watchers = new Set<EventWatcher>();

export function watchEvents(watcher: EventWatcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

let stream: Stream | undefined;
let countTimer: ReturnType<typeof setTimeout> | undefined;
let listRequest: AbortController | undefined;

/** Collects the events that arrive during each request in progress. */
const eventCollectors = new Set<StreamEvent[]>();

/** Awaits a request and collects the events that arrive meanwhile; the response may be older than those events. */
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

/**
 * Reads a page of the list. Reads it again if messages were restored or the mailbox was cleared meanwhile: the page may lack
 * messages, or have some that are gone.
 */
async function readPage(
  query: string,
  range: Omit<MessageListQuery, "q">,
): Promise<{ readonly list: MessageList; readonly removedIds: ReadonlySet<string> }> {
  for (;;) {
    const { answer, concurrentEvents } = await readWithConcurrentEvents(
      client.listMessages({ query: { q: toQueryParameter(query), ...range } }),
    );
    if (concurrentEvents.some(({ type }) => type === "message.restored" || type === "mailbox.cleared")) continue;
    completeRows(answer.items);
    return { list: answer, removedIds: removedIds(concurrentEvents) };
  }
}

/** Returns the ids of removed messages. */
function removedIds(events: readonly StreamEvent[]): Set<string> {
  return new Set(events.flatMap((event) => (event.type === "message.removed" ? event.ids : [])));
}

/** Maximum page size of the API. */
const MAX_PAGE_ROWS = 1_000;
/** Only the first page. */
const FIRST_PAGE_ONLY: ListExtent = { oldestSeq: Number.POSITIVE_INFINITY, behindGap: null };
/** Maximum number of pages that are reloaded; older ones are loaded when scrolled to. */
const MAX_RELOADED_PAGES = 20;

/** Loads the newest page of a list, and older ones down to a message. */
async function fetchList(query: string, oldestSeq: number, signal: AbortSignal): Promise<MessageList> {
  const q = toQueryParameter(query);
  let list = await client.listMessages({ query: { q, limit: FIRST_PAGE_ROWS } }, { signal });
  for (let pages = 1; pages < MAX_RELOADED_PAGES && list.next !== null && list.next > oldestSeq; pages++) {
    const older = await client.listMessages({ query: { q, limit: MAX_PAGE_ROWS, before: list.next } }, { signal });
    list = { ...list, items: [...list.items, ...older.items], next: older.next };
  }
  return list;
}

/** Loads a list as far as an earlier one was loaded, including rows after a gap. */
async function fetchListExtent(query: string, { oldestSeq, behindGap }: ListExtent, signal: AbortSignal) {
  const list = await fetchList(query, oldestSeq, signal);
  if (behindGap === null) return { list };
  return { list, pageAt: await fetchBehindGap(query, behindGap, list.matched, signal) };
}

/** Attempts to load the rows after a gap, which move down while mail arrives. */
const MAX_GAP_ATTEMPTS = 3;

async function fetchBehindGap(
  query: string,
  behindGap: NonNullable<ListExtent["behindGap"]>,
  matched: number,
  signal: AbortSignal,
) {
  for (let attempt = 1, knownMatched = matched; ; attempt++) {
    // Counted from the oldest, because newer messages are added at the top.
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
 * Loads the list for a query. The first call also opens the event stream at the same position.
 *
 * @param extent rows to load at once, so that a reload keeps the scroll position
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
    completeRows([...list.items, ...(pageAt?.list.items ?? [])]);
    if (pageAt) inboxStore.dispatch({ type: "page-at", query, ...pageAt, removedIds: removedIds(concurrentEvents) });
    inboxStore.dispatch({ type: "events", events: concurrentEvents });
    if (stream === undefined) openEventStream(list.seq, list.instance);
    // The list may have counted what these events report.
    if (concurrentEvents.length > 0) scheduleCountRefresh();
  } catch (reason) {
    if (signal.aborted) return;
    inboxStore.dispatch({ type: "failed", problem: describeError(reason) });
    // The user fixes a bad query by typing; reconnecting handles an unreachable server.
    if (stream === undefined) openEventStream();
  }
}

function openEventStream(since?: number, instance?: string): void {
  stream = client.openStream({
    ...(since === undefined || instance === undefined ? {} : { since, instance }),
    EventSource: globalThis.EventSource,
    poll: () => client.listMessages({ query: { limit: 0 } }),
    onEvents: batchPerFrame(handleEvents),
    onState: (state) => {
      connectionStore.dispatch(state);
      if (state.type !== "open") return;
      void refreshInfo();
      if (currentRoute().view !== "sessions") void loadFailureCount();
    },
  });
}

/** Handles the events of one frame. */
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
    completeRows(events.flatMap((event) => ("message" in event ? event.message : [])));
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

/** Reconnects immediately, on request of the user. */
export function reconnect(): void {
  stream?.retry();
}

/** The page of the list that is being requested. There is one request at a time, so that no page is requested twice. */
let pendingPage: Promise<void> | undefined;

/**
 * Requests more of the list and puts it into the store. While another request is pending, it only waits for that one, and returns
 * false.
 *
 * The request counts as finished before the store changes: the list decides what to load next when its rows change.
 */
async function loadOnePage(read: (inbox: InboxState) => Promise<InboxAction>): Promise<boolean> {
  if (pendingPage !== undefined) {
    await pendingPage;
    return false;
  }
  const inbox = inboxStore.get();
  if (inbox.phase !== "ready") return true;
  const load = async () => {
    const action = await read(inbox).catch(
      (reason: unknown): InboxAction => ({ type: "failed", problem: describeError(reason) }),
    );
    pendingPage = undefined;
    inboxStore.dispatch(action);
  };
  pendingPage = load();
  await pendingPage;
  return true;
}

/** Loads the page after the oldest row. */
export async function loadOlder(): Promise<void> {
  const { next } = inboxStore.get();
  if (next === null) return;
  await loadOnePage(async ({ query }) => {
    const page = await readPage(query, { limit: PAGE_ROWS, before: next });
    return { type: "older-page", query, ...page };
  });
}

/**
 * Loads a page at any position in the list, counted from the newest message. Returns false if another page was being loaded: this
 * one was not requested then.
 */
export async function loadPageAt(position: number): Promise<boolean> {
  return loadOnePage(async ({ query }) => {
    const page = await readPage(query, { limit: PAGE_ROWS, offset: position });
    return { type: "page-at", query, offset: position, ...page };
  });
}

/** Attempts to load the last page, which moves down while mail arrives. */
const MAX_END_ATTEMPTS = 3;

/** Loads the page with the oldest message, unless it is loaded. */
export async function loadListEnd(): Promise<void> {
  for (let attempt = 0; attempt < MAX_END_ATTEMPTS && inboxStore.get().next !== null; ) {
    if (await loadPageAt(Math.max(0, inboxStore.get().matched - PAGE_ROWS))) attempt++;
  }
}

const toQueryParameter = (query: string): string | undefined => (query === "" ? undefined : query);

/** Loads newer matches, one request at a time. Events during a request trigger another one. */
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
    // The next message triggers another attempt.
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

/**
 * Counts are updated with each event. Older state is not always available for that, so the server's counts are final.
 */
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
