import { useEffect, useState } from "react";
import { client } from "../data/client.ts";
import { isNotFoundError } from "../data/is-not-found.ts";
import { closePane } from "../data/message-actions.ts";
import { Button } from "../ui/Button.tsx";

/** Says so if the server no longer holds an open message whose row is gone. */
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
      <p>This message is no longer held: it was deleted, made room for newer ones, or the server was restarted.</p>
      <Button size="small" onClick={closePane}>
        Close
      </Button>
    </div>
  );
}
