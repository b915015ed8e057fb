import type { Session } from "@mailglass/shared";
import { routeTo } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
import { formatCount, formatDuration, formatExactTime } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { RouteLink } from "../ui/RouteLink.tsx";

/** Maximum number of links to messages. */
const MAX_MESSAGE_LINKS = 5;

/**
 * Client, duration and result of a session.
 *
 * @param ownId the message whose session it is
 */
export function SessionFacts({ session, ownId }: { session: Session; ownId?: string }) {
  const { peer, helo, tls, auth, openedAt, closedAt, messageIds, messages, lastReply, lastRefusal, listener } = session;
  const { clientMs, serverMs } = session;
  const ownIndex = ownId === undefined ? -1 : messageIds.indexOf(ownId);
  // Counted from the end: only the last ids are known.
  const ownPosition = ownIndex < 0 ? 0 : messages - messageIds.length + ownIndex + 1;
  return (
    <dl className="facts">
      <dt>Peer</dt>
      <dd>
        {peer.port === null ? peer.address : `${peer.address} port ${peer.port}`} on {listener}
      </dd>
      <dt>Greeting</dt>
      <dd>{helo === "" ? "none" : helo}</dd>
      <dt>TLS</dt>
      <dd>{tls === null ? "none" : `${tls.version} ${tls.cipher}`}</dd>
      <dt>AUTH</dt>
      <dd>{auth === null ? "none" : `${auth.user} by ${auth.mechanism}`}</dd>
      <dt>Opened</dt>
      <dd>
        {formatExactTime(openedAt)}
        {closedAt !== null && `, for ${formatDuration(Date.parse(closedAt) - Date.parse(openedAt))}`}
      </dd>
      <dt>Time</dt>
      <dd data-testid="session-time">
        client {formatDuration(clientMs)}, server {formatDuration(serverMs)}
      </dd>
      {lastRefusal !== "" && (
        <>
          <dt>Refusal</dt>
          <dd data-testid="session-refusal">{lastRefusal}</dd>
        </>
      )}
      <dt>Last reply</dt>
      <dd>{lastReply === "" ? "none" : lastReply}</dd>
      <dt>Messages</dt>
      <dd>
        {messages === 0 && "none accepted"}
        {ownPosition > 0 && messages > 1 && (
          <div>
            this is {formatCount(ownPosition)} of {formatCount(messages)}
          </div>
        )}
        {messageIds.slice(-MAX_MESSAGE_LINKS).map((id) => (
          <MessageLink key={id} id={id} />
        ))}
        {messages > MAX_MESSAGE_LINKS && `and ${formatCount(messages - MAX_MESSAGE_LINKS)} earlier`}
      </dd>
    </dl>
  );
}

/** Shows the subject if the message is in the list. */
function MessageLink({ id }: { id: string }) {
  const subject = useInbox((inbox) => inbox.rows.find((row) => row.id === id)?.subject ?? id);
  return (
    <div className="session-message">
      <RouteLink to={routeTo({ id })}>{revealHidden(subject) || "(no subject)"}</RouteLink>
    </div>
  );
}
