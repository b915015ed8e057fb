import { useEffect } from "react";
import { formatAmount } from "../model/format.ts";
import { say } from "../ui/toast.ts";
import { client } from "./client.ts";
import { watchEvents } from "./live.ts";

/** A flood is over when nothing was left out for this long, in milliseconds. */
const CALM = 1_500;

const received = async (): Promise<number> => (await client.getInfo()).counts.received;

/**
 * Says what was skipped, once it is over: more came than could be shown row by row, and the list was read anew. A word
 * in the corner, since a bar would move what is being read.
 */
export function Flood() {
  useEffect(() => {
    let before: Promise<number> | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = async () => {
      const start = before;
      before = undefined;
      // Without the server there is another word for the person to read.
      const counts = await Promise.all([start, received()]).catch(() => undefined);
      if (counts === undefined) return;
      const came = counts[1] - (counts[0] ?? counts[1]);
      const many = came > 0 ? `More than ${formatAmount(came, "message")}` : "Many messages";
      say(`${many} came faster than rows can be shown. The list has been read anew.`);
    };
    const stop = watchEvents((events) => {
      if (!events.some((event) => event.type === "resync" && event.reason === "flood")) return;
      before ??= received();
      clearTimeout(timer);
      timer = setTimeout(() => void tell(), CALM);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return null;
}
