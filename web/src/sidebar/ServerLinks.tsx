import { openCompose } from "../data/dialogs.ts";
import { countActiveFaults, useFaults } from "../data/faults.ts";
import { routeTo, useRoute } from "../data/router.ts";
import { useSessions } from "../data/stores.ts";
import type { Route } from "../model/route.ts";
import { ArrowLeftRight, Bug, Send, SettingsIcon } from "../ui/icons.tsx";
import { SidebarLink, type SidebarLinkProps } from "./SidebarLink.tsx";

/** Sending a message; what happens at the server: sessions and faults; and the settings. */
export function ServerLinks() {
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
      <ViewLink
        view="sessions"
        label="Sessions"
        icon={<ArrowLeftRight size={16} />}
        count={failedSessions}
        countOf="failed"
        countKind="error"
      />
      <ViewLink
        view="faults"
        label="Faults"
        icon={<Bug size={16} />}
        count={activeFaults}
        countOf="active"
        countKind="warning"
      />
      <ViewLink view="settings" label="Settings" icon={<SettingsIcon size={16} />} />
    </>
  );
}

interface ViewLinkProps extends Omit<SidebarLinkProps, "to" | "isCurrent" | "testId"> {
  view: Route["view"];
}

function ViewLink({ view, ...rest }: ViewLinkProps) {
  const isCurrent = useRoute((route) => route.view === view);
  return <SidebarLink to={routeTo({ view })} isCurrent={isCurrent} testId={`nav-${view}`} {...rest} />;
}
