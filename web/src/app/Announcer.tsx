import { useEffect, useState } from "react";
import { formatAmount, formatMailbox } from "../model/format.ts";
import { watchEvents } from "./live.ts";

/** A burst is told as one: news is gathered for this long, in milliseconds. */
const GATHER = 1_000;

/** Tells screen readers of new mail, once a second at most. */
export function Announcer() {
  const [news, setNews] = useState("");
  useEffect(() => {
    let count = 0;
    let latest = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = watchEvents((events) => {
      for (const event of events) {
        if (event.type !== "message.added") continue;
        count += 1;
        const { from, subject } = event.message;
        latest = `New message${from ? ` from ${formatMailbox(from)}` : ""}: ${subject || "no subject"}`;
      }
      if (count === 0 || timer !== undefined) return;
      timer = setTimeout(() => {
        setNews(count === 1 ? latest : formatAmount(count, "new message"));
        count = 0;
        timer = undefined;
      }, GATHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className="visually-hidden" role="status" data-testid="announcer">
      {news}
    </div>
  );
}
