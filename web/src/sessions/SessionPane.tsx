import type { Session } from "@mailglass/shared";
import { use, useEffect, useState } from "react";
import { client } from "../data/client.ts";
import { closePane } from "../data/message-actions.ts";
import { createPromiseCache } from "../data/promise-cache.ts";
import { routeTo, useRoute } from "../data/router.ts";
import { useSessions } from "../data/stores.ts";
import { formatAmount } from "../model/format.ts";
import { IconButton } from "../ui/Button.tsx";
import { FindingList } from "../ui/FindingList.tsx";
import { ArrowLeft, X } from "../ui/icons.tsx";
import { Conversation } from "./Conversation.tsx";
import { describeOutcome } from "./describe-outcome.ts";
import { InterruptedMessage } from "./InterruptedMessage.tsx";
import { SessionFacts } from "./SessionFacts.tsx";
import "../ui/pane.css";

/** Only one is cached, because an open session changes. */
export const loadSession = createPromiseCache(
  (id: string): Promise<Session> => client.getSession({ params: { id } }),
  1,
);
/** An open session is reloaded at this interval in milliseconds. */
const REFRESH_MS = 1_000;

/** A session: client, conversation and findings. */
export function SessionPane({ id }: { id: string }) {
  const session = useLiveSession(id);
  const line = useRoute((route) => route.line);
  return (
    <article className="message" aria-label="Session" data-testid="session">
      <header className="message-head">
        <div className="message-title">
          <IconButton label="Back" keys="Esc" onClick={closePane} data-testid="back">
            <ArrowLeft size={16} />
          </IconButton>
          <h2 className="message-subject">
            Session from {session.peer.address}
            {describeState(session)}
          </h2>
          <div className="message-actions">
            <IconButton label="Close" keys="Esc" onClick={closePane} data-testid="close">
              <X size={16} />
            </IconButton>
          </div>
        </div>
      </header>
      <div className="panel-body session-body" tabIndex={0} role="region" aria-label="Conversation">
        <SessionFacts session={session} />
        {session.findings.length > 0 && (
          <>
            <h3 className="panel-heading">Findings</h3>
            <FindingList
              causes={session.findings.map((finding) => ({ finding, consequences: [] }))}
              routeFor={(place) =>
                place.in === "transcript" ? routeTo({ view: "sessions", id, line: place.line }) : null
              }
            />
          </>
        )}
        <Conversation session={session} line={line} own={null} />
        <InterruptedMessage session={session} />
      </div>
    </article>
  );
}

function describeState(session: Session): string {
  const messages = formatAmount(session.messages, "message");
  if (session.closedAt === null) return `: open, ${messages}`;
  return session.failed ? ` failed: ${describeOutcome(session)}` : `: completed, ${messages}`;
}

/** Returns the current session: reloaded while it is open, and once more after it was closed. */
function useLiveSession(id: string): Session {
  const first = use(loadSession(id));
  const [session, setSession] = useState(first);
  const closedAt = useSessions((sessions) => sessions.rows.find((row) => row.id === id)?.closedAt ?? null);
  useEffect(() => {
    if (session.closedAt !== null) return undefined;
    const read = () => {
      client.getSession({ params: { id } }).then(setSession, () => undefined);
    };
    if (closedAt !== null) read();
    const timer = setInterval(read, REFRESH_MS);
    return () => clearInterval(timer);
  }, [id, session.closedAt, closedAt]);
  return session;
}
