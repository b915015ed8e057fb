import { useEffect } from "react";
import { client } from "../data/client.ts";
import { watchEvents } from "../data/live.ts";
import { showToast } from "../data/toasts.ts";
import { formatAmount } from "../model/format.ts";

/** A flood is over when no events were skipped for this many milliseconds. */
const QUIET_MS = 1_500;

const fetchReceivedCount = async (): Promise<number> => (await client.getInfo()).counts.received;

/**
 * After a flood, reports that more messages arrived than could be shown row by row, and that the list was reloaded. A
 * toast, because a banner would move the list.
 */
export function FloodNotice() {
  useEffect(() => {
    let countBefore: Promise<number | undefined> | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const notify = async () => {
      const countAtStart = countBefore;
      countBefore = undefined;
      // If the server is gone, the offline banner reports that.
      const counts = await Promise.all([countAtStart, fetchReceivedCount()]).catch(() => undefined);
      if (counts === undefined) return;
      const receivedCount = counts[1] - (counts[0] ?? counts[1]);
      const amount = receivedCount > 0 ? `More than ${formatAmount(receivedCount, "message")}` : "Many messages";
      showToast(`${amount} arrived faster than rows can be shown. The list was reloaded.`);
    };
    const unsubscribe = watchEvents((events) => {
      if (!events.some((event) => event.type === "resync" && event.reason === "flood")) return;
      countBefore ??= fetchReceivedCount().catch(() => undefined);
      clearTimeout(timer);
      timer = setTimeout(() => void notify(), QUIET_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, []);
  return null;
}
