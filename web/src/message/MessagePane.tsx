import type { MessageSummary } from "@mailglass/shared";
import { createElement, use, useState } from "react";
import { loadMessage, loadMessageSession, loadParts } from "../data/load-message.ts";
import { createPromiseCache } from "../data/promise-cache.ts";
import { useRoute } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
import { TABS, type Tab } from "../model/route.ts";
import { loadSource } from "../source/load-source.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { Attachments } from "./Attachments.tsx";
import { GoneNotice } from "./GoneNotice.tsx";
import { MessageHeader } from "./MessageHeader.tsx";
import { MessageTabs } from "./MessageTabs.tsx";
import "../ui/pane.css";

type TabComponent = React.ComponentType<{ id: string }>;

/** The tabs, each loaded with its data when first opened. */
const TAB_LOADERS: Record<
  Tab,
  { code: () => Promise<TabComponent>; data: (id: string) => readonly Promise<unknown>[] }
> = {
  preview: { code: async () => (await import("./PreviewTab.tsx")).PreviewTab, data: (id) => [loadMessage(id)] },
  text: { code: async () => (await import("./TextTab.tsx")).TextTab, data: (id) => [loadMessage(id)] },
  envelope: { code: async () => (await import("./EnvelopeTab.tsx")).EnvelopeTab, data: (id) => [loadMessage(id)] },
  headers: { code: async () => (await import("./HeadersTab.tsx")).HeadersTab, data: (id) => [loadMessage(id)] },
  source: {
    code: async () => (await import("../source/SourceTab.tsx")).SourceTab,
    data: (id) => [loadSource(id), loadParts(id)],
  },
  parts: { code: async () => (await import("./PartsTab.tsx")).PartsTab, data: (id) => [loadParts(id)] },
  session: {
    code: async () => (await import("../sessions/SessionTab.tsx")).SessionTab,
    data: (id) => [loadMessageSession(id)],
  },
  findings: { code: async () => (await import("./FindingsTab.tsx")).FindingsTab, data: (id) => [loadMessage(id)] },
};

const loadTabComponent = createPromiseCache((tab: string) => TAB_LOADERS[tab as Tab].code(), TABS.length);

/** A message with its tabs. The list has its metadata, so it opens immediately. */
export function MessagePane({ id }: { id: string }) {
  const row = useInbox((inbox) => inbox.rows.find((row) => row.id === id));
  const [last, setLast] = useState(row);
  if (row !== undefined && row !== last) setLast(row);
  // Keep the message open if its row disappears: it may not match the search, or was deleted by someone.
  const message = row ?? (last?.id === id ? last : undefined);
  if (message) return <OpenMessage message={message} isListed={row !== undefined} />;
  return (
    <WhenLoaded promises={[loadMessage(id)]}>
      <UnlistedMessage id={id} />
    </WhenLoaded>
  );
}

/** A message that is not in the list: an older one, or one that does not match the search. */
function UnlistedMessage({ id }: { id: string }) {
  return <OpenMessage message={use(loadMessage(id))} isListed />;
}

/** @param isListed whether the list shows that the server still has it */
function OpenMessage({ message, isListed }: { message: MessageSummary; isListed: boolean }) {
  const requestedTab = useRoute((route) => route.tab);
  const tab = requestedTab ?? (message.hasHtml ? "preview" : "text");
  return (
    <article className="message" aria-label={message.subject || "(no subject)"} data-testid="message">
      {!isListed && <GoneNotice id={message.id} />}
      <MessageHeader message={message} />
      <Attachments message={message} />
      <MessageTabs message={message} tab={tab} />
      <div
        className="message-panel"
        role="tabpanel"
        id="tab-panel"
        aria-labelledby={`tab-${tab}`}
        data-testid={`panel-${tab}`}
      >
        <ErrorBoundary key={tab}>
          <WhenLoaded promises={[loadTabComponent(tab), ...TAB_LOADERS[tab].data(message.id)]}>
            <TabContent tab={tab} id={message.id} />
          </WhenLoaded>
        </ErrorBoundary>
      </div>
    </article>
  );
}

function TabContent({ tab, id }: { tab: Tab; id: string }) {
  return createElement(use(loadTabComponent(tab)), { id });
}
