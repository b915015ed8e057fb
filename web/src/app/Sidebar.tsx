import type { ReactNode } from "react";
import { useConnection } from "../data/live.ts";
import { openOverlay } from "../data/overlay.ts";
import { routeTo, useRoute } from "../data/router.ts";
import { useInbox, useSessions } from "../data/stores.ts";
import { formatCount } from "../model/format.ts";
import type { Route } from "../model/route.ts";
import { Keyboard, Mails, PlugZap, SettingsIcon } from "../ui/icons.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import { Logo } from "./Logo.tsx";

/** Navigation between the views. */
export function Sidebar() {
  const unread = useInbox((inbox) => inbox.unread);
  const failures = useSessions((sessions) => sessions.failures);
  return (
    <nav className="rail" aria-label="Main navigation">
      <span className="rail-mark">
        <Logo size={22} />
      </span>
      <SidebarLink view="messages" label="Messages" badge={unread} badgeName="unread">
        <Mails size={18} />
      </SidebarLink>
      <SidebarLink view="sessions" label="SMTP sessions" badge={failures} badgeName="failed" badgeKind="error">
        <PlugZap size={18} />
      </SidebarLink>
      <span className="rail-gap" />
      <ConnectionIndicator />
      <button
        type="button"
        className="rail-item"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        data-testid="open-help"
        onClick={() => openOverlay("help")}
      >
        <Keyboard size={18} />
      </button>
      <SidebarLink view="settings" label="Settings">
        <SettingsIcon size={18} />
      </SidebarLink>
    </nav>
  );
}

interface SidebarLinkProps {
  view: Route["view"];
  label: string;
  badge?: number;
  badgeName?: string;
  badgeKind?: "error";
  children: ReactNode;
}

function SidebarLink({ view, label, badge = 0, badgeName, badgeKind, children }: SidebarLinkProps) {
  const isCurrent = useRoute((route) => route.view === view);
  const q = useRoute((route) => route.q);
  return (
    <RouteLink
      to={{ ...routeTo({ view }), q }}
      className="rail-item"
      aria-label={badge > 0 ? `${label}, ${formatCount(badge)} ${badgeName}` : label}
      title={label}
      aria-current={isCurrent ? "page" : undefined}
      data-testid={`nav-${view}`}
    >
      {children}
      {badge > 0 && (
        <span className="rail-badge" data-kind={badgeKind}>
          {badge > 99 ? "99+" : badge}
        </span>
      )}
    </RouteLink>
  );
}

const CONNECTION_LABELS = {
  websocket: "Live: new mail appears automatically",
  events:
    "Live by server-sent events: no WebSocket could be opened. A proxy in front of the server may not pass on WebSockets",
  polling:
    "Checking for new mail every two seconds: neither a WebSocket nor server-sent events arrive. A proxy in front of the server may block or buffer them",
  connecting: "Connecting",
  lost: "Connection lost",
  closed: "Connection closed",
} as const;

function ConnectionIndicator() {
  const state = useConnection((connection) => connection.type);
  const way = useConnection((connection) => (connection.type === "open" ? connection.transport : connection.type));
  return (
    <span
      className="rail-light"
      role="img"
      aria-label={CONNECTION_LABELS[way]}
      title={CONNECTION_LABELS[way]}
      data-state={state}
      data-transport={way}
      data-testid="connection"
    />
  );
}
