import type { Session } from "@mailglass/shared";
import { ArrowLeft, X } from "lucide-react";
import { use, useEffect, useState } from "react";
import { client } from "../app/client.ts";
import { routeTo, useRoute } from "../app/router.ts";
import { useSessions } from "../app/stores.ts";
import { close } from "../list/actions.ts";
import { FindingList } from "../message/FindingsRoom.tsx";
import { createCache } from "../model/cache.ts";
import { formatAmount } from "../model/format.ts";
import { IconButton } from "../ui/Button.tsx";
import { Conversation } from "./Conversation.tsx";
import { SessionFacts } from "./SessionFacts.tsx";
import "../message/message.css";

/** One is kept: an open one says something else the next time. */
export const loadSession = createCache((id: string): Promise<Session> => client.getSession({ params: { id } }), 1);
/** An open session is read again this often, in milliseconds: it says something new at any time. */
const AGAIN = 1_000;

/** One session: who it was, what was said, and what is wrong with it. */
export function SessionPane({ id }: { id: string }) {
  const session = useFollowed(id);
  const line = useRoute((route) => route.line);
  const outcome = session.closedAt === null ? "open" : session.failed ? "failed" : "ended well";
  return (
    <article className="message" aria-label="Session" data-testid="session">
      <header className="message-head">
        <div className="message-title">
          <IconButton label="Back" keys="Esc" onClick={close} data-testid="back">
            <ArrowLeft size={16} />
          </IconButton>
          <h2 className="message-subject">
            Session of {session.peer.address}: {outcome}, {formatAmount(session.messages, "message")}
          </h2>
          <div className="message-actions">
            <IconButton label="Close" keys="Esc" onClick={close} data-testid="close">
              <X size={16} />
            </IconButton>
          </div>
        </div>
      </header>
      <div className="room-body session-body" tabIndex={0} role="region" aria-label="Conversation">
        <SessionFacts session={session} />
        {session.findings.length > 0 && (
          <>
            <h3 className="room-heading">Findings</h3>
            <FindingList
              findings={session.findings}
              place={({ where }) =>
                where.in === "transcript" ? routeTo({ room: "sessions", id, line: where.line }) : null
              }
            />
          </>
        )}
        <Conversation session={session} line={line} />
      </div>
    </article>
  );
}

/** The session as it is now: read again while it is open, and once more when it has been closed. */
function useFollowed(id: string): Session {
  const first = use(loadSession(id));
  const [session, setSession] = useState(first);
  const closedAt = useSessions((sessions) => sessions.rows.find((row) => row.id === id)?.closedAt ?? null);
  useEffect(() => {
    if (session.closedAt !== null) return undefined;
    const read = () => {
      client.getSession({ params: { id } }).then(setSession, () => undefined);
    };
    if (closedAt !== null) read();
    const timer = setInterval(read, AGAIN);
    return () => clearInterval(timer);
  }, [id, session.closedAt, closedAt]);
  return session;
}
