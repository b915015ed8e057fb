import { useEffect } from "react";
import { refreshInfo, useInfo } from "../data/live.ts";

/** How often the state of the store is requested, in ms. */
const INTERVAL_MS = 5_000;

/** Shows that the server's store cannot be written. Without a store nothing is requested. */
export function StoreBanner() {
  const hasStore = useInfo((info) => info !== null && info.store !== null);
  const failure = useInfo((info) => info?.store?.failure ?? null);
  useEffect(() => {
    if (!hasStore) return;
    const timer = setInterval(() => void refreshInfo(), INTERVAL_MS);
    return () => clearInterval(timer);
  }, [hasStore]);
  if (failure === null) return null;
  return (
    <div className="offline" role="status" data-testid="store-failure">
      <span>
        {failure} Until it can be written again, new mail is refused with a temporary error, so that senders try again.
        The messages listed here stay available.
      </span>
    </div>
  );
}
