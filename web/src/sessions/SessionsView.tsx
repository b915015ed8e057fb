import { useEffect } from "react";
import { loadSessions } from "../data/load-sessions.ts";
import { useRoute } from "../data/router.ts";
import { markFailuresSeen } from "../data/session-failures.ts";
import { settingsStore, useSettings } from "../data/settings.ts";
import { useSessions } from "../data/stores.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { SplitPane } from "../ui/SplitPane.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { SessionListView } from "./SessionListView.tsx";
import { loadSession, SessionPane } from "./SessionPane.tsx";

/** All SMTP sessions as they happen, including those without a message. */
export function SessionsView() {
  const id = useRoute((route) => route.id);
  const split = useSettings((settings) => settings.split);
  const failures = useSessions((sessions) => sessions.failures);
  useEffect(() => {
    void loadSessions();
    markFailuresSeen();
  }, []);
  useEffect(() => {
    if (failures > 0) markFailuresSeen();
  }, [failures]);
  return (
    <SplitPane
      label="List width"
      share={split}
      onShare={(split) => settingsStore.dispatch({ split })}
      side={<SessionListView open={id} />}
      main={
        id === null ? null : (
          <ErrorBoundary key={id}>
            <WhenLoaded promises={[loadSession(id)]}>
              <SessionPane id={id} />
            </WhenLoaded>
          </ErrorBoundary>
        )
      }
    />
  );
}
