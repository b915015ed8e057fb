import { routeTo, useRoute } from "../data/router.ts";
import { useSessions } from "../data/stores.ts";
import { ArrowLeftRight, SettingsIcon } from "../ui/icons.tsx";
import { SidebarLink } from "./SidebarLink.tsx";

/** What happens at the server: sessions, and the settings. */
export function ServerLinks() {
  const view = useRoute((route) => route.view);
  const failedSessions = useSessions((sessions) => sessions.failures);
  return (
    <>
      <SidebarLink
        to={routeTo({ view: "sessions" })}
        label="Sessions"
        icon={<ArrowLeftRight size={16} />}
        isCurrent={view === "sessions"}
        count={failedSessions}
        countOf="failed"
        countKind="error"
        testId="nav-sessions"
      />
      <SidebarLink
        to={routeTo({ view: "settings" })}
        label="Settings"
        icon={<SettingsIcon size={16} />}
        isCurrent={view === "settings"}
        testId="nav-settings"
      />
    </>
  );
}
