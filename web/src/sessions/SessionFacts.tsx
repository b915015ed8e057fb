import type { Session } from "@mailglass/shared";
import { routeTo } from "../app/router.ts";
import { useInbox } from "../app/stores.ts";
import { formatCount, formatExactTime, formatSpan } from "../model/format.ts";
import { visible } from "../model/visible.ts";
import { Link } from "../ui/Link.tsx";

/** Links to more messages than this are not drawn. */
const MOST = 5;

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
        {closedAt !== null && `, for ${formatSpan(Date.parse(closedAt) - Date.parse(openedAt))}`}
      </dd>
      <dt>Last reply</dt>
      <dd>{lastReply === "" ? "none" : lastReply}</dd>
      <dt>Messages</dt>
      <dd>
        {messages === 0 && "none was accepted"}
        {messageIds.slice(-MOST).map((id) => (
          <MessageLink key={id} id={id} />
        ))}
        {messages > MOST && `and ${formatCount(messages - MOST)} before`}
      </dd>
    </dl>
  );
}

/** By its subject, where the list knows the message. */
function MessageLink({ id }: { id: string }) {
  const subject = useInbox((inbox) => inbox.rows.find((row) => row.id === id)?.subject ?? id);
  return (
    <div className="session-message">
      <Link to={routeTo({ id })}>{visible(subject) || "(no subject)"}</Link>
    </div>
  );
}
