import type { ReactNode } from "react";
import { countActiveFaults, useFaults } from "../data/faults.ts";
import { focusSearch } from "../data/focus-search.ts";
import { routeTo, useRoute } from "../data/router.ts";
import { useInbox, useSessions } from "../data/stores.ts";
import type { Route } from "../model/route.ts";
import { ArrowLeftRight, Inbox, Menu, Search } from "../ui/icons.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import { ConnectionState } from "./ConnectionState.tsx";
import "./sidebar.css";

/** The navigation of a phone. Everything else that the sidebar has is under More. */
export function BottomBar() {
  const unread = useInbox((inbox) => inbox.unread);
  const failedSessions = useSessions((sessions) => sessions.failures);
  const activeFaults = useFaults(countActiveFaults);
  const isMoreOpen = useRoute((route) => route.view === "more");
  return (
    <nav className="bottom-bar" aria-label="Main navigation">
      <BottomLink view="messages" label="Inbox" count={unread} countOf="unread">
        <Inbox size={18} />
      </BottomLink>
      <button type="button" className="bottom-item" data-testid="nav-search" onClick={focusSearch}>
        <Search size={18} />
        Search
      </button>
      <BottomLink view="sessions" label="Sessions" count={failedSessions} countOf="failed" kind="error">
        <ArrowLeftRight size={18} />
      </BottomLink>
      <BottomLink view="more" label="Menu" count={activeFaults} countOf="faults active" kind="warning">
        <Menu size={18} />
      </BottomLink>
      {!isMoreOpen && <ConnectionState isHidden />}
    </nav>
  );
}

interface BottomLinkProps {
  view: Route["view"];
  label: string;
  count?: number;
  countOf?: string;
  kind?: "error" | "warning";
  children: ReactNode;
}

function BottomLink({ view, label, count = 0, countOf, kind, children }: BottomLinkProps) {
  const isCurrent = useRoute((route) => route.view === view);
  return (
    <RouteLink
      to={routeTo(view === "messages" ? { q: "" } : { view })}
      className="bottom-item"
      aria-current={isCurrent ? "page" : undefined}
      data-testid={`nav-${view}`}
    >
      {children}
      {label}
      {count > 0 && (
        <span className="bottom-count" data-kind={kind}>
          {count > 99 ? "99+" : count}
          <span className="visually-hidden"> {countOf}</span>
        </span>
      )}
    </RouteLink>
  );
}
