import { useEffect, useState } from "react";
import { client } from "../data/client.ts";
import { isNotFoundError } from "../data/is-not-found.ts";
import { closePane } from "../data/message-actions.ts";
import { Button } from "../ui/Button.tsx";

/** Whether the server no longer has a message whose row is gone. It may also just not match the search. */
export function useIsGone(id: string, isListed: boolean): boolean {
  const [isGone, setIsGone] = useState(false);
  useEffect(() => {
    if (isListed) return undefined;
    const request = new AbortController();
    client.getMessage({ params: { id } }, { signal: request.signal }).catch((reason: unknown) => {
      if (isNotFoundError(reason)) setIsGone(true);
    });
    return () => {
      request.abort();
      setIsGone(false);
    };
  }, [id, isListed]);
  return isGone && !isListed;
}

/** Shown if the server no longer has the open message. */
export function GoneNotice() {
  return (
    <div className="message-gone" role="status" data-testid="gone">
      <p>This message is gone: it was deleted, evicted by newer messages, or lost in a restart.</p>
      <Button size="small" onClick={closePane}>
        Close
      </Button>
    </div>
  );
}
