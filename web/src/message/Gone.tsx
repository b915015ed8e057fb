import { useEffect, useState } from "react";
import { client } from "../app/client.ts";
import { isGone } from "../app/is-gone.ts";
import { close } from "../list/actions.ts";
import { Button } from "../ui/Button.tsx";

/** Says so if the server no longer holds an open message whose row is gone. */
export function Gone({ id }: { id: string }) {
  const [gone, setGone] = useState(false);
  useEffect(() => {
    const asking = new AbortController();
    client.getMessage({ params: { id } }, { signal: asking.signal }).catch((reason: unknown) => {
      if (isGone(reason)) setGone(true);
    });
    return () => asking.abort();
  }, [id]);
  if (!gone) return null;
  return (
    <div className="message-gone" role="status" data-testid="gone">
      <p>This message is no longer held: it was deleted, made room for newer ones, or the server was restarted.</p>
      <Button size="small" onClick={close}>
        Close
      </Button>
    </div>
  );
}
