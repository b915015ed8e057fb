import { useEffect } from "react";
import { client } from "../data/client.ts";
import { watchEvents } from "../data/live.ts";
import { showToast } from "../data/toasts.ts";
import { formatAmount } from "../model/format.ts";

/** A flood is over when nothing was left out for this long, in milliseconds. */
const QUIET_MS = 1_500;

const fetchReceivedCount = async (): Promise<number> => (await client.getInfo()).counts.received;

/**
 * Says what was skipped, once it is over: more came than could be shown row by row, and the list was read anew. A word
 * in the corner, since a bar would move what is being read.
 */
export function FloodNotice() {
  useEffect(() => {
    let countBefore: Promise<number> | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const notify = async () => {
      const countAtStart = countBefore;
      countBefore = undefined;
      // Without the server there is another word for the person to read.
      const counts = await Promise.all([countAtStart, fetchReceivedCount()]).catch(() => undefined);
      if (counts === undefined) return;
      const receivedCount = counts[1] - (counts[0] ?? counts[1]);
      const amount = receivedCount > 0 ? `More than ${formatAmount(receivedCount, "message")}` : "Many messages";
      showToast(`${amount} came faster than rows can be shown. The list has been read anew.`);
    };
    const unsubscribe = watchEvents((events) => {
      if (!events.some((event) => event.type === "resync" && event.reason === "flood")) return;
      countBefore ??= fetchReceivedCount();
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
