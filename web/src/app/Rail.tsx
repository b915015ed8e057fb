import { Keyboard, Mails, PlugZap, Settings as SettingsIcon } from "lucide-react";
import type { ReactNode } from "react";
import { formatCount } from "../model/format.ts";
import type { Route } from "../model/route.ts";
import { Link } from "../ui/Link.tsx";
import { useConnection } from "./live.ts";
import { Mark } from "./Mark.tsx";
import { openOverlay } from "./overlay.ts";
import { routeTo, useRoute } from "./router.ts";
import { useInbox, useSessions } from "./stores.ts";

/** The way from room to room. */
export function Rail() {
  const unread = useInbox((inbox) => inbox.unread);
  const failures = useSessions((sessions) => sessions.failures);
  return (
    <nav className="rail" aria-label="Rooms">
      <span className="rail-mark">
        <Mark size={22} />
      </span>
      <RailLink room="messages" label="Messages" badge={unread} badgeName="unread">
        <Mails size={18} />
      </RailLink>
      <RailLink room="sessions" label="SMTP sessions" badge={failures} badgeName="failed" badgeKind="error">
        <PlugZap size={18} />
      </RailLink>
      <span className="rail-gap" />
      <Light />
      <button
        type="button"
        className="rail-item"
        aria-label="Keys"
        title="Keys (?)"
        data-testid="open-help"
        onClick={() => openOverlay("help")}
      >
        <Keyboard size={18} />
      </button>
      <RailLink room="settings" label="Settings">
        <SettingsIcon size={18} />
      </RailLink>
    </nav>
  );
}

interface RailLinkProps {
  room: Route["room"];
  label: string;
  badge?: number;
  badgeName?: string;
  badgeKind?: "error";
  children: ReactNode;
}

function RailLink({ room, label, badge = 0, badgeName, badgeKind, children }: RailLinkProps) {
  const here = useRoute((route) => route.room === room);
  const q = useRoute((route) => route.q);
  return (
    <Link
      to={{ ...routeTo({ room }), q }}
      className="rail-item"
      aria-label={badge > 0 ? `${label}, ${formatCount(badge)} ${badgeName}` : label}
      title={label}
      aria-current={here ? "page" : undefined}
      data-testid={`room-${room}`}
    >
      {children}
      {badge > 0 && (
        <span className="rail-badge" data-kind={badgeKind}>
          {badge > 99 ? "99+" : badge}
        </span>
      )}
    </Link>
  );
}

const LIGHTS = {
  open: "Live: new mail appears by itself",
  connecting: "Connecting",
  lost: "Connection lost",
  closed: "Connection closed",
} as const;

function Light() {
  const state = useConnection((connection) => connection.type);
  return (
    <span
      className="rail-light"
      role="img"
      aria-label={LIGHTS[state]}
      title={LIGHTS[state]}
      data-state={state}
      data-testid="connection"
    />
  );
}
