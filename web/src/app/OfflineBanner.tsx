import { useEffect, useState } from "react";
import { reconnect, useConnection } from "../data/live.ts";
import { Button } from "../ui/Button.tsx";

/** Says, quietly, that the page hears nothing of the server. */
export function OfflineBanner() {
  const state = useConnection((connection) => connection);
  const [isLost, setIsLost] = useState(false);
  // Stays while a new attempt is under way, so that it does not blink.
  if (state.type === "lost" && !isLost) setIsLost(true);
  if (state.type === "open" && isLost) setIsLost(false);
  if (!isLost) return null;
  return (
    <div className="offline" role="status" data-testid="offline">
      <span>
        The connection to the server is lost. What is here stays; what comes meanwhile is fetched later.{" "}
        {state.type === "lost" ? <RetryCountdown until={state.retryAt} /> : "Connecting…"}
      </span>
      <Button size="small" onClick={reconnect}>
        Connect now
      </Button>
    </div>
  );
}

function RetryCountdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((until - now) / 1000);
  return <span aria-hidden>{seconds > 0 ? `Next attempt in ${seconds} s.` : "Connecting…"}</span>;
}
