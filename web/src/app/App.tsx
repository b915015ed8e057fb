import { lazy, Suspense } from "react";
import { EmptyInbox } from "../empty/EmptyInbox.tsx";
import { ListBar } from "../list/ListBar.tsx";
import { MessageList } from "../list/MessageList.tsx";
import { MessagePane } from "../message/MessagePane.tsx";
import { SearchBox } from "../search/SearchBox.tsx";
import { settings, useSettings } from "../settings/settings.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { Pending } from "../ui/Pending.tsx";
import { Split } from "../ui/Split.tsx";
import { Toasts } from "../ui/Toasts.tsx";
import { Announcer } from "./Announcer.tsx";
import { Flood } from "./Flood.tsx";
import { Offline } from "./Offline.tsx";
import { Overlays } from "./Overlays.tsx";
import { Rail } from "./Rail.tsx";
import { useRoute } from "./router.ts";
import { useInbox } from "./stores.ts";
import "./app.css";
import "./print.css";

const SessionsRoom = lazy(() =>
  import("../sessions/SessionsRoom.tsx").then((file) => ({ default: file.SessionsRoom })),
);
const SettingsRoom = lazy(() =>
  import("../settings/SettingsRoom.tsx").then((file) => ({ default: file.SettingsRoom })),
);

export function App() {
  const room = useRoute((route) => route.room);
  return (
    <div className="app">
      <Rail />
      <main className="rooms">
        <h1 className="visually-hidden">Mailglass</h1>
        <Offline />
        <Flood />
        <ErrorBoundary key={room}>
          <Suspense fallback={<Pending />}>
            {room === "messages" && <MessagesRoom />}
            {room === "sessions" && <SessionsRoom />}
            {room === "settings" && <SettingsRoom />}
          </Suspense>
        </ErrorBoundary>
      </main>
      <Toasts />
      <Announcer />
      <Overlays />
    </div>
  );
}

function MessagesRoom() {
  const id = useRoute((route) => route.id);
  const split = useSettings((settings) => settings.split);
  const empty = useInbox((inbox) => inbox.phase === "ready" && inbox.query === "" && inbox.total === 0);
  return (
    <Split
      label="Width of the list"
      share={split}
      onShare={(split) => settings.dispatch({ split })}
      side={
        <>
          <div className="list-top">
            <SearchBox />
            <ListBar />
          </div>
          {empty ? <EmptyInbox /> : <MessageList />}
        </>
      }
      main={
        id === null ? null : (
          <ErrorBoundary key={id}>
            <MessagePane id={id} />
          </ErrorBoundary>
        )
      }
    />
  );
}
