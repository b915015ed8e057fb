import { isOffline, subscribeToReconnects } from "../data/connection.ts";
import { loadList } from "../data/live.ts";
import { loadMessage } from "../data/load-message.ts";
import { setRead } from "../data/message-actions.ts";
import { currentRoute, subscribeToRoute } from "../data/router.ts";
import { inboxStore } from "../data/stores.ts";
import { getListExtent, type ListExtent } from "../model/list-extent.ts";

/**
 * A message counts as read when it has been open for this many milliseconds, so that stepping through the list does
 * not mark everything.
 */
const MARK_READ_DELAY_MS = 300;

/** Applies the route: loads the list for its query, and marks its open message as read. */
export function followRoute(): void {
  let markReadTimer: ReturnType<typeof setTimeout> | undefined;
  let openId: string | null = null;
  let extent: ListExtent | undefined;
  const update = () => {
    const { q, view, id } = currentRoute();
    const { query, answeredQuery, rows } = inboxStore.get();
    if (q !== query) {
      // After a search ends, reload as many rows as before, so that the earlier scroll position can be restored.
      if (answeredQuery === "" && rows.length > 0) extent = getListExtent(inboxStore.get());
      void loadList(q, q === "" ? extent : undefined);
    }
    const nextId = view === "messages" ? id : null;
    if (nextId === openId) return;
    openId = nextId;
    clearTimeout(markReadTimer);
    if (nextId === null) return;
    inboxStore.dispatch({ type: "focused", id: nextId });
    markReadTimer = setTimeout(markRead, MARK_READ_DELAY_MS);
  };
  const markRead = () => {
    // Reading what is loaded is possible offline; the mark follows on reconnecting.
    if (openId === null || isOffline()) return;
    const row = inboxStore.get().rows.find(({ id }) => id === openId);
    if (!row?.read) void setRead([openId], true);
  };
  void loadList(currentRoute().q);
  update();
  // Requested before the page is rendered, which takes longer than the request. Failures are shown where it is used.
  if (openId !== null) loadMessage(openId).catch(() => undefined);
  subscribeToRoute(update);
  subscribeToReconnects(markRead);
}
