import type { MessageSummary } from "@mailglass/shared";
import { createElement, use, useState } from "react";
import { useRoute } from "../app/router.ts";
import { useInbox } from "../app/stores.ts";
import { createCache } from "../model/cache.ts";
import { TABS, type Tab } from "../model/route.ts";
import { loadSource } from "../source/load-source.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { Attachments } from "./Attachments.tsx";
import { Gone } from "./Gone.tsx";
import { loadMessage, loadMessageSession, loadParts } from "./load.ts";
import { MessageHead } from "./MessageHead.tsx";
import { MessageTabs } from "./MessageTabs.tsx";
import "./message.css";

type Room = React.ComponentType<{ id: string }>;

/** The rooms, each loaded when it is opened first, with what it shows. */
const ROOMS: Record<Tab, { code: () => Promise<Room>; data: (id: string) => readonly Promise<unknown>[] }> = {
  preview: { code: async () => (await import("./PreviewRoom.tsx")).PreviewRoom, data: (id) => [loadMessage(id)] },
  text: { code: async () => (await import("./TextRoom.tsx")).TextRoom, data: (id) => [loadMessage(id)] },
  envelope: { code: async () => (await import("./EnvelopeRoom.tsx")).EnvelopeRoom, data: (id) => [loadMessage(id)] },
  headers: { code: async () => (await import("./HeadersRoom.tsx")).HeadersRoom, data: (id) => [loadMessage(id)] },
  source: {
    code: async () => (await import("../source/SourceRoom.tsx")).SourceRoom,
    data: (id) => [loadSource(id), loadParts(id)],
  },
  parts: { code: async () => (await import("./PartsRoom.tsx")).PartsRoom, data: (id) => [loadParts(id)] },
  session: {
    code: async () => (await import("../sessions/MessageSession.tsx")).MessageSession,
    data: (id) => [loadMessageSession(id)],
  },
  findings: { code: async () => (await import("./FindingsRoom.tsx")).FindingsRoom, data: (id) => [loadMessage(id)] },
};

const loadRoom = createCache((tab: string) => ROOMS[tab as Tab].code(), TABS.length);

/** One message: what it is, and its rooms. The list knows its facts already, so that it opens at once. */
export function MessagePane({ id }: { id: string }) {
  const row = useInbox((inbox) => inbox.rows.find((row) => row.id === id));
  const [last, setLast] = useState(row);
  if (row !== undefined && row !== last) setLast(row);
  // It stays to be read when its row goes: the search may have left it out, or somebody deleted it.
  const message = row ?? (last?.id === id ? last : undefined);
  if (message) return <Opened message={message} listed={row !== undefined} />;
  return (
    <WhenLoaded all={[loadMessage(id)]}>
      <FromElsewhere id={id} />
    </WhenLoaded>
  );
}

/** A message that the list does not hold: an older one, or one that the search leaves out. */
function FromElsewhere({ id }: { id: string }) {
  return <Opened message={use(loadMessage(id))} listed />;
}

/** @param listed whether there is no need to ask if the server still holds it */
function Opened({ message, listed }: { message: MessageSummary; listed: boolean }) {
  const asked = useRoute((route) => route.tab);
  const tab = asked ?? (message.hasHtml ? "preview" : "text");
  return (
    <article className="message" aria-label={message.subject || "(no subject)"} data-testid="message">
      {!listed && <Gone id={message.id} />}
      <MessageHead message={message} />
      <Attachments message={message} />
      <MessageTabs message={message} tab={tab} />
      <div
        className="message-room"
        role="tabpanel"
        id="room"
        aria-labelledby={`tab-${tab}`}
        data-testid={`panel-${tab}`}
      >
        <ErrorBoundary key={tab}>
          <WhenLoaded all={[loadRoom(tab), ...ROOMS[tab].data(message.id)]}>
            <OpenRoom tab={tab} id={message.id} />
          </WhenLoaded>
        </ErrorBoundary>
      </div>
    </article>
  );
}

function OpenRoom({ tab, id }: { tab: Tab; id: string }) {
  return createElement(use(loadRoom(tab)), { id });
}
