import { client, describeError } from "./client.ts";
import { sessionsStore } from "./stores.ts";

/** Sessions loaded at once. */
const PAGE_ROWS = 200;

/** Loads the newest sessions. */
export async function loadSessions(): Promise<void> {
  sessionsStore.dispatch({ type: "loading" });
  try {
    sessionsStore.dispatch({ type: "loaded", list: await client.listSessions({ query: { limit: PAGE_ROWS } }) });
  } catch (reason) {
    sessionsStore.dispatch({ type: "failed", problem: describeError(reason) });
  }
}

/** Requests the number of sessions. The server does not report which ones are evicted. */
export async function refreshSessionCount(): Promise<void> {
  const { phase, rows } = sessionsStore.get();
  if (phase !== "ready") return;
  const list = await client.listSessions({ query: { limit: 0 } }).catch(() => null);
  // Sessions that arrived meanwhile are counted when it is quiet again.
  if (list !== null && sessionsStore.get().rows === rows)
    sessionsStore.dispatch({ type: "counted", total: list.total });
}

let isLoadingOlderSessions = false;

/** Loads the sessions after the oldest one. */
export async function loadOlderSessions(): Promise<void> {
  const { next } = sessionsStore.get();
  if (isLoadingOlderSessions || next === null) return;
  isLoadingOlderSessions = true;
  try {
    const list = await client.listSessions({ query: { limit: PAGE_ROWS, before: next } });
    sessionsStore.dispatch({ type: "older-page", list });
  } finally {
    isLoadingOlderSessions = false;
  }
}
