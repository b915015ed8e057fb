import { lazy, Suspense } from "react";
import { FileDrop } from "../compose/FileDrop.tsx";
import { phoneQuery, useMediaQuery } from "../data/media-query.ts";
import { useRoute } from "../data/router.ts";
import { settingsStore, useSettings } from "../data/settings.ts";
import { useInbox } from "../data/stores.ts";
import { EmptyInbox } from "../empty-inbox/EmptyInbox.tsx";
import { ListBar } from "../list/ListBar.tsx";
import { MessageListView } from "../list/MessageListView.tsx";
import { MessagePane } from "../message/MessagePane.tsx";
import { SearchBox } from "../search/SearchBox.tsx";
import { BottomBar } from "../sidebar/BottomBar.tsx";
import { MoreView } from "../sidebar/MoreView.tsx";
import { Sidebar } from "../sidebar/Sidebar.tsx";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { LoadingPlaceholder } from "../ui/LoadingPlaceholder.tsx";
import { SplitPane } from "../ui/SplitPane.tsx";
import { Toasts } from "../ui/Toasts.tsx";
import { Tooltip } from "../ui/Tooltip.tsx";
import { Announcer } from "./Announcer.tsx";
import { FeatureDialogs } from "./FeatureDialogs.tsx";
import { FloodNotice } from "./FloodNotice.tsx";
import { MESSAGE_TABS } from "./message-tabs.ts";
import { OfflineBanner } from "./OfflineBanner.tsx";
import { Overlays } from "./Overlays.tsx";
import { CONTENT_ID, SkipLink } from "./SkipLink.tsx";
import { StoreBanner } from "./StoreBanner.tsx";
import "./app.css";
import "./print.css";

const ComparePane = lazy(() => import("../compare/ComparePane.tsx").then((file) => ({ default: file.ComparePane })));
const FaultsView = lazy(() => import("../faults/FaultsView.tsx").then((file) => ({ default: file.FaultsView })));
const SessionsView = lazy(() =>
  import("../sessions/SessionsView.tsx").then((file) => ({ default: file.SessionsView })),
);
const SettingsView = lazy(() =>
  import("../settings/SettingsView.tsx").then((file) => ({ default: file.SettingsView })),
);

export function App() {
  const isPhone = useMediaQuery(phoneQuery);
  // A wide window has its sidebar beside the list.
  const view = useRoute((route) => (route.view === "more" && !isPhone ? "messages" : route.view));
  return (
    <div className="app">
      <SkipLink />
      {isPhone ? <BottomBar /> : <Sidebar />}
      <main className="main-view" id={CONTENT_ID}>
        <h1 className="visually-hidden">Mailglass</h1>
        <OfflineBanner />
        <StoreBanner />
        <FloodNotice />
        <ErrorBoundary key={view}>
          <Suspense fallback={<LoadingPlaceholder />}>
            {view === "messages" && <MessagesView />}
            {view === "sessions" && <SessionsView />}
            {view === "faults" && <FaultsView />}
            {view === "settings" && <SettingsView />}
            {view === "more" && <MoreView />}
          </Suspense>
        </ErrorBoundary>
      </main>
      <Toasts />
      <Announcer />
      <Overlays />
      <FeatureDialogs />
      <FileDrop />
      <Tooltip />
    </div>
  );
}

function MessagesView() {
  const id = useRoute((route) => route.id);
  const other = useRoute((route) => route.other);
  const split = useSettings((settings) => settings.split);
  const empty = useInbox((inbox) => inbox.phase === "ready" && inbox.query === "" && inbox.total === 0);
  return (
    <SplitPane
      label="List width"
      share={split}
      onShare={(split) => settingsStore.dispatch({ split })}
      side={
        <>
          <div className="list-top">
            <SearchBox />
            <ListBar />
          </div>
          {empty ? <EmptyInbox /> : <MessageListView />}
        </>
      }
      main={
        id === null ? null : (
          <ErrorBoundary key={`${id} ${other}`}>
            {other === null ? (
              <MessagePane id={id} tabs={MESSAGE_TABS} />
            ) : (
              <Suspense fallback={<LoadingPlaceholder />}>
                <ComparePane id={id} other={other} />
              </Suspense>
            )}
          </ErrorBoundary>
        )
      }
    />
  );
}
