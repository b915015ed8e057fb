import { client } from "./client.ts";
import { sessionsStore } from "./stores.ts";

/** Time at which the list of sessions was last open, in ISO 8601. */
const STORAGE_KEY = "mailglass.sessions-seen";

/** Maximum number of failed sessions that are counted. The badge shows at most 99. */
const MAX_COUNTED = 100;

/** Counts the sessions that failed since the list was last open, so that a reload does not forget them. */
export async function loadFailureCount(): Promise<void> {
  const list = await client.listSessions({ query: { limit: MAX_COUNTED, failed: true } }).catch(() => null);
  if (list === null) return;
  const seenAt = Date.parse(readSeenTime());
  const unseen = list.items.filter(({ closedAt }) => closedAt !== null && !(Date.parse(closedAt) <= seenAt));
  sessionsStore.dispatch({ type: "failures", count: unseen.length });
}

/** The list of sessions is open: its failures are no news any more. */
export function markFailuresSeen(): void {
  sessionsStore.dispatch({ type: "seen" });
  try {
    localStorage.setItem(STORAGE_KEY, new Date().toISOString());
  } catch {
    // Storage is forbidden or full: after a reload the failures are shown again.
  }
}

function readSeenTime(): string {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? "";
  } catch {
    return "";
  }
}
