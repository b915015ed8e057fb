import { client, explain } from "../app/client.ts";
import { inbox } from "../app/stores.ts";
import { formatAmount } from "../model/format.ts";
import { say } from "../ui/toast.ts";

/** How long a deletion can be taken back, in milliseconds. */
const GRACE = 6_000;
/** The API's most in one request. */
const MOST = 10_000;

const waiting = new Set<() => Promise<void>>();

/** Takes messages out of sight at once, and deletes them when the time to undo that is over. */
export function deleteLater(ids: readonly string[]): void {
  inbox.dispatch({ type: "condemned", ids });
  const execute = async () => {
    clearTimeout(timer);
    waiting.delete(execute);
    try {
      for (let at = 0; at < ids.length; at += MOST) {
        await client.deleteMessagesById({ body: { ids: ids.slice(at, at + MOST) } });
      }
    } catch (reason) {
      inbox.dispatch({ type: "spared", ids });
      say(`Nothing was deleted: ${explain(reason)}`, { kind: "error" });
    }
  };
  const timer = setTimeout(execute, GRACE);
  waiting.add(execute);
  say(`${formatAmount(ids.length, "message")} deleted`, {
    action: {
      label: "Undo",
      run() {
        if (!waiting.delete(execute)) return;
        clearTimeout(timer);
        inbox.dispatch({ type: "spared", ids });
      },
    },
  });
}

/** A page that is closed has no more time to undo. */
addEventListener("pagehide", () => {
  for (const execute of waiting) void execute();
});
