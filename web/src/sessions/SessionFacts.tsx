import type { Session } from "@mailglass/shared";
import { routeTo } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
import { formatCount, formatDuration, formatExactTime } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { RouteLink } from "../ui/RouteLink.tsx";

/** Links to more messages than this are not drawn. */
const MAX_MESSAGE_LINKS = 5;

/** Who it was, for how long, and with what end. */
export function SessionFacts({ session }: { session: Session }) {
  const { peer, helo, tls, auth, openedAt, closedAt, messageIds, messages, lastReply, listener } = session;
  return (
    <dl className="facts">
      <dt>Peer</dt>
      <dd>
        {peer.port === null ? peer.address : `${peer.address} port ${peer.port}`} on {listener}
      </dd>
      <dt>Greeting</dt>
      <dd>{helo === "" ? "none came" : helo}</dd>
      <dt>TLS</dt>
      <dd>{tls === null ? "none" : `${tls.version} ${tls.cipher}`}</dd>
      <dt>AUTH</dt>
      <dd>{auth === null ? "none" : `${auth.user} by ${auth.mechanism}`}</dd>
      <dt>Opened</dt>
      <dd>
        {formatExactTime(openedAt)}
        {closedAt !== null && `, for ${formatDuration(Date.parse(closedAt) - Date.parse(openedAt))}`}
      </dd>
      <dt>Last reply</dt>
      <dd>{lastReply === "" ? "none" : lastReply}</dd>
      <dt>Messages</dt>
      <dd>
        {messages === 0 && "none was accepted"}
        {messageIds.slice(-MAX_MESSAGE_LINKS).map((id) => (
          <MessageLink key={id} id={id} />
        ))}
        {messages > MAX_MESSAGE_LINKS && `and ${formatCount(messages - MAX_MESSAGE_LINKS)} before`}
      </dd>
    </dl>
  );
}

/** By its subject, where the list knows the message. */
function MessageLink({ id }: { id: string }) {
  const subject = useInbox((inbox) => inbox.rows.find((row) => row.id === id)?.subject ?? id);
  return (
    <div className="session-message">
      <RouteLink to={routeTo({ id })}>{revealHidden(subject) || "(no subject)"}</RouteLink>
    </div>
  );
}
