import { use } from "react";
import { useRoute } from "../app/router.ts";
import { loadMessageSession } from "../message/load.ts";
import { Conversation } from "./Conversation.tsx";
import { SessionFacts } from "./SessionFacts.tsx";

/** The SMTP conversation that brought a message. */
export function MessageSession({ id }: { id: string }) {
  const session = use(loadMessageSession(id));
  const line = useRoute((route) => route.line);
  return (
    <div className="room-body" tabIndex={0} role="region" aria-label="Session">
      <SessionFacts session={session} />
      <Conversation session={session} line={line} />
    </div>
  );
}
