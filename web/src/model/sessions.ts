import type { SessionList, SessionSummary, StreamEvent } from "@mailglass/shared";

/** The page's list of SMTP sessions, newest first, including open ones. */
export interface SessionsState {
  readonly phase: "idle" | "loading" | "ready" | "failed";
  readonly problem: string;
  readonly rows: readonly SessionSummary[];
  /**
   * Number of sessions on the server: new ones are added here; evictions are known only when the server has counted.
   */
  readonly total: number;
  /** `before` of the next older page; null if the oldest is loaded. */
  readonly next: string | null;
  /** Number of sessions that failed since the view was last open. */
  readonly failures: number;
  /** Events during a request for the list: its response may be older than they are. */
  readonly pending: readonly StreamEvent[];
}

export type SessionsAction =
  | { readonly type: "loading" }
  | { readonly type: "failed"; readonly problem: string }
  | { readonly type: "loaded"; readonly list: SessionList }
  | { readonly type: "older-page"; readonly list: SessionList }
  | { readonly type: "events"; readonly events: readonly StreamEvent[] }
  | { readonly type: "counted"; readonly total: number }
  | { readonly type: "failures"; readonly count: number }
  | { readonly type: "seen" };

export const EMPTY_SESSIONS: SessionsState = {
  phase: "idle",
  problem: "",
  rows: [],
  total: 0,
  next: null,
  failures: 0,
  pending: [],
};

/** Under load, thousands of sessions arrive; beyond this number, older ones are reloaded when scrolled to. */
const MAX_SESSION_ROWS = 2_000;

/** Reducer of the list of sessions. */
export function reduceSessions(sessions: SessionsState, action: SessionsAction): SessionsState {
  switch (action.type) {
    case "loading":
      return { ...sessions, phase: "loading", pending: [] };
    case "failed":
      return { ...sessions, phase: "failed", problem: action.problem, pending: [] };
    case "counted":
      return { ...sessions, total: action.total, rows: dropEvictedSessions(sessions.rows, action.total) };
    case "loaded": {
      const { items: rows, total, next } = action.list;
      const loaded: SessionsState = { ...sessions, phase: "ready", problem: "", rows, total, next, pending: [] };
      return applySessionEvents(loaded, sessions.pending);
    }
    case "older-page":
      return {
        ...sessions,
        rows: [...sessions.rows, ...action.list.items],
        total: action.list.total,
        next: action.list.next,
      };
    case "events":
      return countFailures(receiveEvents(sessions, action.events), action.events);
    case "failures":
      return { ...sessions, failures: action.count };
    case "seen":
      return sessions.failures === 0 ? sessions : { ...sessions, failures: 0 };
  }
}

/** Removes evicted sessions: the server evicts those that closed first. */
function dropEvictedSessions(rows: readonly SessionSummary[], total: number): readonly SessionSummary[] {
  const evictedCount = rows.length - total;
  if (evictedCount <= 0) return rows;
  const closed = rows.flatMap(({ id, closedAt }) => (closedAt === null ? [] : [{ id, closedAt }]));
  // The server does not report which of two sessions closed in the same millisecond was evicted; assume the older.
  const firstClosed = closed.toReversed().toSorted((a, b) => Date.parse(a.closedAt) - Date.parse(b.closedAt));
  const gone = new Set(firstClosed.slice(0, evictedCount).map(({ id }) => id));
  return rows.filter((row) => !gone.has(row.id));
}

function receiveEvents(sessions: SessionsState, events: readonly StreamEvent[]): SessionsState {
  if (sessions.phase === "ready") return applySessionEvents(sessions, events);
  if (sessions.phase !== "loading") return sessions;
  const ofSessions = events.filter(({ type }) => type === "session.opened" || type === "session.closed");
  return ofSessions.length === 0 ? sessions : { ...sessions, pending: [...sessions.pending, ...ofSessions] };
}

function countFailures(sessions: SessionsState, batch: readonly StreamEvent[]): SessionsState {
  const failures = batch.filter((event) => event.type === "session.closed" && event.session.failed).length;
  return failures === 0 ? sessions : { ...sessions, failures: sessions.failures + failures };
}

/** Applies session events. A session opens and closes once, perhaps within the same frame. */
function applySessionEvents(sessions: SessionsState, batch: readonly StreamEvent[]): SessionsState {
  const latest = new Map<string, SessionSummary>();
  for (const event of batch) {
    if (event.type === "session.opened" || event.type === "session.closed") latest.set(event.session.id, event.session);
  }
  if (latest.size === 0) return sessions;
  const known = sessions.rows.map((row) => {
    const now = latest.get(row.id);
    if (now) latest.delete(row.id);
    return now ?? row;
  });
  const rows = [...[...latest.values()].reverse(), ...known];
  const total = sessions.total + rows.length - sessions.rows.length;
  if (rows.length <= MAX_SESSION_ROWS + 500) return { ...sessions, rows, total };
  const newest = rows.slice(0, MAX_SESSION_ROWS);
  return { ...sessions, rows: newest, total, next: newest.at(-1)?.id ?? null };
}
