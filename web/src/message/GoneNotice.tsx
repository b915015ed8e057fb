import { useEffect, useState } from "react";
import { client } from "../data/client.ts";
import { isNotFoundError } from "../data/is-not-found.ts";
import { closePane } from "../data/message-actions.ts";
import { Button } from "../ui/Button.tsx";

/** Shown if the server no longer has the open message, and its row is gone. */
export function GoneNotice({ id }: { id: string }) {
  const [isGone, setIsGone] = useState(false);
  useEffect(() => {
    const request = new AbortController();
    client.getMessage({ params: { id } }, { signal: request.signal }).catch((reason: unknown) => {
      if (isNotFoundError(reason)) setIsGone(true);
    });
    return () => request.abort();
  }, [id]);
  if (!isGone) return null;
  return (
    <div className="message-gone" role="status" data-testid="gone">
      <p>This message is gone: it was deleted, evicted by newer messages, or lost in a restart.</p>
      <Button size="small" onClick={closePane}>
        Close
      </Button>
    </div>
  );
}
