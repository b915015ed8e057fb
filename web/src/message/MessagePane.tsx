import type { MessageSummary } from "@mailglass/shared";
import { lazy, Suspense, use } from "react";
import { useRoute } from "../app/router.ts";
import { useInbox } from "../app/stores.ts";
import type { Tab } from "../model/route.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { Pending } from "../ui/Pending.tsx";
import { loadMessage } from "./load.ts";
import { MessageHead } from "./MessageHead.tsx";
import { MessageTabs } from "./MessageTabs.tsx";
import "./message.css";

const ROOMS: Record<Tab, React.ComponentType<{ id: string }>> = {
  preview: lazy(() => import("./PreviewRoom.tsx").then((file) => ({ default: file.PreviewRoom }))),
  text: lazy(() => import("./TextRoom.tsx").then((file) => ({ default: file.TextRoom }))),
  envelope: lazy(() => import("./EnvelopeRoom.tsx").then((file) => ({ default: file.EnvelopeRoom }))),
  headers: lazy(() => import("./HeadersRoom.tsx").then((file) => ({ default: file.HeadersRoom }))),
  source: lazy(() => import("../source/SourceRoom.tsx").then((file) => ({ default: file.SourceRoom }))),
  parts: lazy(() => import("./PartsRoom.tsx").then((file) => ({ default: file.PartsRoom }))),
  session: lazy(() => import("../sessions/MessageSession.tsx").then((file) => ({ default: file.MessageSession }))),
  findings: lazy(() => import("./FindingsRoom.tsx").then((file) => ({ default: file.FindingsRoom }))),
};

/** One message: what it is, and its rooms. The list knows its facts already, so that it opens at once. */
export function MessagePane({ id }: { id: string }) {
  const row = useInbox((inbox) => inbox.rows.find((row) => row.id === id));
  return row ? <Opened message={row} /> : <FromElsewhere id={id} />;
}

/** A message that the list does not hold: an older one, or one that the search leaves out. */
function FromElsewhere({ id }: { id: string }) {
  return <Opened message={use(loadMessage(id))} />;
}

function Opened({ message }: { message: MessageSummary }) {
  const asked = useRoute((route) => route.tab);
  const tab = asked ?? (message.hasHtml ? "preview" : "text");
  const Room = ROOMS[tab];
  return (
    <article className="message" aria-label={message.subject || "(no subject)"} data-testid="message">
      <MessageHead message={message} />
      <MessageTabs message={message} tab={tab} />
      <div
        className="message-room"
        role="tabpanel"
        id="room"
        aria-labelledby={`tab-${tab}`}
        data-testid={`panel-${tab}`}
      >
        <ErrorBoundary key={tab}>
          <Suspense fallback={<Pending />}>
            <Room id={message.id} />
          </Suspense>
        </ErrorBoundary>
      </div>
    </article>
  );
}
