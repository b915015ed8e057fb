import type { MessageSummary } from "@mailglass/shared";
import { loadMessage, MAX_EAGER_LOAD_BYTES } from "../data/load-message.ts";
import { getSettledValue } from "../data/promise-cache.ts";
import { routeTo } from "../data/router.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { RouteLink } from "../ui/RouteLink.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";

/** Says at the top of a message that its session failed after the message was accepted. */
export function SessionFailureNotice({ message: { id, size, sessionId } }: { message: MessageSummary }) {
  if (sessionId === null || size > MAX_EAGER_LOAD_BYTES) return null;
  return (
    <WhenLoaded promises={[loadMessage(id)]} fallback={null}>
      <LoadedNotice id={id} />
    </WhenLoaded>
  );
}

function LoadedNotice({ id }: { id: string }) {
  const sessionFailure = getSettledValue(loadMessage(id))?.sessionFailure ?? null;
  if (sessionFailure === null) return null;
  return (
    <div className="message-gone" role="status" data-testid="session-failure">
      <p>{revealHidden(sessionFailure)}</p>
      <RouteLink to={routeTo({ id, tab: "session" })}>Session</RouteLink>
    </div>
  );
}
