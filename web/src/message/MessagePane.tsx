import { isProviderSource, type MessageSummary } from "@mailglass/shared";
import { type ComponentType, createElement, use, useState } from "react";
import { loadMessage } from "../data/load-message.ts";
import { useRoute } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
import type { Tab } from "../model/route.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { GoneContext } from "../ui/unavailable.ts";
import { useSettledValue } from "../ui/use-settled-value.ts";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { loadCards } from "./content/load-cards.ts";
import { MessageContents } from "./content/MessageContents.tsx";
import { GoneNotice, useIsGone } from "./GoneNotice.tsx";
import { MessageHeader } from "./header/MessageHeader.tsx";
import { SessionFailureNotice } from "./SessionFailureNotice.tsx";
import { CounterpartNote } from "./tabs/CounterpartNote.tsx";
import { MessageTabs } from "./tabs/MessageTabs.tsx";
import { chooseShownTab, type ShownTab } from "./tabs/shown-tab.ts";
import { TabToolsContext } from "./tabs/TabTools.tsx";
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
  const { id } = message;
  const { tab, insteadOf } = useShownTab(message);
  const [tools, setTools] = useState<HTMLElement | null>(null);
  const isGone = useIsGone(id, isListed);
  const tabPromises = [tabs[tab].code(), ...tabs[tab].data(id)];
  // Shown together with the tab, which they would move down.
  const hasCards = tab === "preview" || tab === "text";
  return (
    <GoneContext value={isGone}>
      <article className="message" aria-label={message.subject || "(no subject)"} data-testid="message">
        {isGone && <GoneNotice />}
        <SessionFailureNotice message={message} />
        <MessageHeader message={message} />
        <ThreadBar message={message} />
        <div className="tab-row">
          <MessageTabs message={message} tab={tab} />
          <div ref={setTools} className="tab-tools" data-tab={tab} />
        </div>
        <div
          className="message-panel"
          role="tabpanel"
          id="tab-panel"
          aria-labelledby={`tab-${tab}`}
          data-testid={`panel-${tab}`}
        >
          {insteadOf !== null && <CounterpartNote requested={insteadOf} />}
          <WhenLoaded promises={[...tabPromises, ...(hasCards ? [loadCards(id)] : [])]}>
            {hasCards && <MessageContents id={id} />}
            <TabToolsContext value={tools}>
              <ErrorBoundary key={tab}>
                <WhenLoaded promises={tabPromises}>
                  <TabContent loader={tabs[tab]} id={id} />
                </WhenLoaded>
              </ErrorBoundary>
            </TabToolsContext>
          </WhenLoaded>
        </div>
      </article>
    </GoneContext>
  );
}

const NOT_LOADED = Promise.resolve(undefined);

function useShownTab({ id, hasHtml, source }: MessageSummary): ShownTab {
  const requested = useRoute((route) => route.tab);
  // Only the Text tab needs to know whether there is text, and it loads the message in any case.
  const message = useSettledValue<{ text: string | null } | undefined>(
    requested === "text" ? loadMessage(id) : NOT_LOADED,
  );
  return chooseShownTab(requested, {
    hasHtml,
    hasText: message === undefined ? undefined : message.text !== null,
    isFromProvider: isProviderSource(source),
  });
}

function TabContent({ loader, id }: { loader: TabLoader; id: string }) {
  return createElement(use(loader.code()), { id });
}
