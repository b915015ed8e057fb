import { useEffect, useState } from "react";
import { useConnection, useIsOffline } from "../data/connection.ts";
import { reconnect } from "../data/live.ts";
import { Button } from "../ui/Button.tsx";

/** Shows that the connection to the server is lost. */
export function OfflineBanner() {
  const state = useConnection((connection) => connection);
  if (!useIsOffline()) return null;
  return (
    <div className="offline" role="status" data-testid="offline">
      <span>
        Connection lost. Loaded mail stays available; new mail will load after reconnecting.{" "}
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
  return <span aria-hidden>{seconds > 0 ? `Retrying in ${seconds} s.` : "Connecting…"}</span>;
}
