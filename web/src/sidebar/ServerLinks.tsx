import { openCompose } from "../data/dialogs.ts";
import { countActiveFaults, useFaults } from "../data/faults.ts";
import { routeTo, useRoute } from "../data/router.ts";
import { useSessions } from "../data/stores.ts";
import { ArrowLeftRight, Bug, Send, SettingsIcon } from "../ui/icons.tsx";
import { SidebarLink } from "./SidebarLink.tsx";

/** Sending a message; what happens at the server: sessions and faults; and the settings. */
export function ServerLinks() {
  const view = useRoute((route) => route.view);
  const failedSessions = useSessions((sessions) => sessions.failures);
  const activeFaults = useFaults(countActiveFaults);
  return (
    <>
      <button
        type="button"
        className="sidebar-item"
        title="Compose a message, paste its source, or add .eml and mbox files"
        data-testid="nav-compose"
        onClick={() => openCompose()}
      >
        <Send size={16} />
        <span className="sidebar-label">Compose</span>
      </button>
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
        to={routeTo({ view: "faults" })}
        label="Faults"
        icon={<Bug size={16} />}
        isCurrent={view === "faults"}
        count={activeFaults}
        countOf="active"
        countKind="warning"
        testId="nav-faults"
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
