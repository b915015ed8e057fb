import { useEffect, useState } from "react";
import { watchEvents } from "../data/live.ts";
import { formatAmount, formatMailbox } from "../model/format.ts";

/** New messages are collected for this many milliseconds and announced together. */
const BATCH_MS = 1_000;

/** Announces new mail to screen readers, at most once per second. */
export function Announcer() {
  const [announcement, setAnnouncement] = useState("");
  useEffect(() => {
    let count = 0;
    let latest = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = watchEvents((events) => {
      for (const event of events) {
        if (event.type !== "message.added") continue;
        count += 1;
        const { from, subject } = event.message;
        latest = `New message${from ? ` from ${formatMailbox(from)}` : ""}: ${subject || "no subject"}`;
      }
      if (count === 0 || timer !== undefined) return;
      timer = setTimeout(() => {
        setAnnouncement(count === 1 ? latest : formatAmount(count, "new message"));
        count = 0;
        timer = undefined;
      }, BATCH_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className="visually-hidden" role="status" data-testid="announcer">
      {announcement}
    </div>
  );
}
