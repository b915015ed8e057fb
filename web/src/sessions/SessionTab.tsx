import { use } from "react";
import { loadMessageSession } from "../data/load-message.ts";
import { useRoute } from "../data/router.ts";
import { Conversation } from "./Conversation.tsx";
import { rangeAmongOthers } from "./group-transcript.ts";
import { SessionFacts } from "./SessionFacts.tsx";

/** The SMTP conversation that delivered a message. */
export function SessionTab({ id }: { id: string }) {
  const session = use(loadMessageSession(id));
  const line = useRoute((route) => route.line);
  if (session === null) {
    return (
      <p className="panel-note" data-testid="no-session">
        This message did not arrive by SMTP: it was added through the API, or from a file. There is no conversation to
        show.
      </p>
    );
  }
  return (
    <div className="panel-body" tabIndex={0} role="region" aria-label="Session">
      <SessionFacts session={session} ownId={id} />
      <Conversation session={session} line={line} own={rangeAmongOthers(session)} />
    </div>
  );
}
