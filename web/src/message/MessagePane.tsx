import type { MessageSummary } from "@mailglass/shared";
import { type ComponentType, createElement, use, useState } from "react";
import { loadMessage } from "../data/load-message.ts";
import { useRoute } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
import type { Tab } from "../model/route.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { Attachments } from "./Attachments.tsx";
import { MessageContents } from "./content/MessageContents.tsx";
import { GoneNotice } from "./GoneNotice.tsx";
import { MessageHeader } from "./MessageHeader.tsx";
import { MessageTabs } from "./MessageTabs.tsx";
import { SessionFailureNotice } from "./SessionFailureNotice.tsx";
import { ThreadBar } from "./thread/ThreadBar.tsx";
import "../ui/pane.css";

/** How a tab is loaded when it is first opened. */
export interface TabLoader {
  readonly code: () => Promise<ComponentType<{ id: string }>>;
  readonly data: (id: string) => readonly Promise<unknown>[];
}

export type TabLoaders = Readonly<Record<Tab, TabLoader>>;

/** A message with its tabs. The list has its metadata, so it opens immediately. */
export function MessagePane({ id, tabs }: { id: string; tabs: TabLoaders }) {
  const row = useInbox((inbox) => inbox.rows.find((row) => row.id === id));
  const [last, setLast] = useState(row);
  if (row !== undefined && row !== last) setLast(row);
  // Keep the message open if its row disappears: it may not match the search, or was deleted by someone.
  const message = row ?? (last?.id === id ? last : undefined);
  if (message) return <OpenMessage message={message} isListed={row !== undefined} tabs={tabs} />;
  return (
    <WhenLoaded promises={[loadMessage(id)]}>
      <UnlistedMessage id={id} tabs={tabs} />
    </WhenLoaded>
  );
}

/** A message that is not in the list: an older one, or one that does not match the search. */
function UnlistedMessage({ id, tabs }: { id: string; tabs: TabLoaders }) {
  return <OpenMessage message={use(loadMessage(id))} isListed tabs={tabs} />;
}

interface OpenMessageProps {
  message: MessageSummary;
  /** Whether the list shows that the server still has it. */
  isListed: boolean;
  tabs: TabLoaders;
}

function OpenMessage({ message, isListed, tabs }: OpenMessageProps) {
  const requestedTab = useRoute((route) => route.tab);
  const tab = requestedTab ?? (message.hasHtml ? "preview" : "text");
  return (
    <article className="message" aria-label={message.subject || "(no subject)"} data-testid="message">
      {!isListed && <GoneNotice id={message.id} />}
      <SessionFailureNotice message={message} />
      <MessageHeader message={message} />
      <Attachments message={message} />
      <ThreadBar id={message.id} />
      <MessageTabs message={message} tab={tab} />
      <div
        className="message-panel"
        role="tabpanel"
        id="tab-panel"
        aria-labelledby={`tab-${tab}`}
        data-testid={`panel-${tab}`}
      >
        {(tab === "preview" || tab === "text") && <MessageContents id={message.id} />}
        <ErrorBoundary key={tab}>
          <WhenLoaded promises={[tabs[tab].code(), ...tabs[tab].data(message.id)]}>
            <TabContent loader={tabs[tab]} id={message.id} />
          </WhenLoaded>
        </ErrorBoundary>
      </div>
    </article>
  );
}

function TabContent({ loader, id }: { loader: TabLoader; id: string }) {
  return createElement(use(loader.code()), { id });
}
