import { useEffect } from "react";
import { askSessions } from "../app/live.ts";
import { useRoute } from "../app/router.ts";
import { sessions, useSessions } from "../app/stores.ts";
import { settings, useSettings } from "../settings/settings.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { Split } from "../ui/Split.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { SessionList } from "./SessionList.tsx";
import { loadSession, SessionPane } from "./SessionPane.tsx";

/** Every SMTP session as it happens, those that never came to DATA too. */
export function SessionsRoom() {
  const id = useRoute((route) => route.id);
  const split = useSettings((settings) => settings.split);
  const failures = useSessions((sessions) => sessions.failures);
  useEffect(() => void askSessions(), []);
  useEffect(() => {
    if (failures > 0) sessions.dispatch({ type: "seen" });
  }, [failures]);
  return (
    <Split
      label="Width of the list"
      share={split}
      onShare={(split) => settings.dispatch({ split })}
      side={<SessionList open={id} />}
      main={
        id === null ? null : (
          <ErrorBoundary key={id}>
            <WhenLoaded all={[loadSession(id)]}>
              <SessionPane id={id} />
            </WhenLoaded>
          </ErrorBoundary>
        )
      }
    />
  );
}
