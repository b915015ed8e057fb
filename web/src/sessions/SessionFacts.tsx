import type { Session } from "@mailglass/shared";
import { routeTo } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
import { formatCount, formatDuration, formatExactTime } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { RouteLink } from "../ui/RouteLink.tsx";

/** Maximum number of links to messages. */
const MAX_MESSAGE_LINKS = 5;

/** Client, duration and result of a session. */
export function SessionFacts({ session }: { session: Session }) {
  const { peer, helo, tls, auth, openedAt, closedAt, messageIds, messages, lastReply, lastRefusal, listener } = session;
  const { clientMs, serverMs } = session;
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
