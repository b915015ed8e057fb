import { client, explain } from "../app/client.ts";
import { countWhenQuiet } from "../app/live.ts";
import { inbox } from "../app/stores.ts";
import { formatAmount } from "../model/format.ts";
import { indexOf } from "../model/inbox.ts";
import { visible } from "../model/visible.ts";
import { say } from "../ui/toast.ts";

/** The API's most in one request. */
const MOST = 10_000;

/** A deletion that can still be taken back. */
interface Deletion {
  readonly execute: () => Promise<void>;
  readonly undo: () => void;
}

const waiting = new Set<Deletion>();

/** Takes messages out of sight at once, and deletes them when the notice that tells of it has had its time. */
export function deleteLater(ids: readonly string[]): void {
  const what = nameOf(ids);
  inbox.dispatch({ type: "condemned", ids });
  const spare = () => {
    inbox.dispatch({ type: "spared", ids });
    countWhenQuiet();
  };
  const deletion: Deletion = {
    async execute() {
      if (!waiting.delete(deletion)) return;
      closeToast();
      try {
        for (let at = 0; at < ids.length; at += MOST) {
          await client.deleteMessagesById({ body: { ids: ids.slice(at, at + MOST) } });
        }
        inbox.dispatch({ type: "executed", ids });
        countWhenQuiet();
      } catch (reason) {
        spare();
        say(`Nothing was deleted: ${explain(reason)}`, { kind: "error" });
      }
    },
    undo() {
      if (!waiting.delete(deletion)) return;
      closeToast();
      spare();
    },
  };
  waiting.add(deletion);
  const closeToast = say(`${what} deleted`, {
    action: { label: "Undo", run: deletion.undo },
    onEnd: () => void deletion.execute(),
  });
}

/** One by its subject, so that it is seen which of several can be had back. */
function nameOf(ids: readonly string[]): string {
  const subject = ids.length === 1 ? inbox.get().rows[indexOf(inbox.get(), ids[0] ?? null)]?.subject : undefined;
  return subject ? `“${visible(subject.slice(0, 60))}”` : formatAmount(ids.length, "message");
}

export const canUndo = (): boolean => waiting.size > 0;

/** Takes back the last deletion for which there is still time. */
export function undoDeletion(): void {
  [...waiting].at(-1)?.undo();
}

/** A page that is closed has no more time to undo. */
addEventListener("pagehide", () => {
  for (const { execute } of waiting) void execute();
});
