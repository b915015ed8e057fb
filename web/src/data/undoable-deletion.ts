import { formatAmount } from "../model/format.ts";
import { indexOfMessage } from "../model/inbox.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { client, describeError } from "./client.ts";
import { scheduleCountRefresh } from "./live.ts";
import { inboxStore } from "./stores.ts";
import { showToast } from "./toasts.ts";

/** The API's most in one request. */
const MAX_IDS_PER_REQUEST = 10_000;

/** A deletion that can still be taken back. */
interface UndoableDeletion {
  readonly commit: () => Promise<void>;
  readonly undo: () => void;
}

const pendingDeletions = new Set<UndoableDeletion>();

/** Takes messages out of sight at once, and deletes them when the notice that tells of it has had its time. */
export function deleteWithUndo(ids: readonly string[]): void {
  const label = describeMessages(ids);
  inboxStore.dispatch({ type: "pending-delete", ids });
  const restore = () => {
    inboxStore.dispatch({ type: "restored", ids });
    scheduleCountRefresh();
  };
  const deletion: UndoableDeletion = {
    async commit() {
      if (!pendingDeletions.delete(deletion)) return;
      closeToast();
      try {
        for (let at = 0; at < ids.length; at += MAX_IDS_PER_REQUEST) {
          await client.deleteSelectedMessages({ body: { ids: ids.slice(at, at + MAX_IDS_PER_REQUEST) } });
        }
        inboxStore.dispatch({ type: "deleted", ids });
        scheduleCountRefresh();
      } catch (reason) {
        restore();
        showToast(`Nothing was deleted: ${describeError(reason)}`, { kind: "error" });
      }
    },
    undo() {
      if (!pendingDeletions.delete(deletion)) return;
      closeToast();
      restore();
    },
  };
  pendingDeletions.add(deletion);
  const closeToast = showToast(`${label} deleted`, {
    action: { label: "Undo", run: deletion.undo },
    onEnd: () => void deletion.commit(),
  });
}

/** One by its subject, so that it is seen which of several can be had back. */
function describeMessages(ids: readonly string[]): string {
  const subject =
    ids.length === 1 ? inboxStore.get().rows[indexOfMessage(inboxStore.get(), ids[0] ?? null)]?.subject : undefined;
  return subject ? `“${revealHidden(subject.slice(0, 60))}”` : formatAmount(ids.length, "message");
}

export const canUndo = (): boolean => pendingDeletions.size > 0;

/** Takes back the last deletion for which there is still time. */
export function undoLastDeletion(): void {
  [...pendingDeletions].at(-1)?.undo();
}

/** A page that is closed has no more time to undo. */
addEventListener("pagehide", () => {
  for (const { commit } of pendingDeletions) void commit();
});
