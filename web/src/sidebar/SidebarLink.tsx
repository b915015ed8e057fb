import type { ReactNode } from "react";
import { routeTo, useRoute } from "../data/router.ts";
import { formatCount } from "../model/format.ts";
import type { Route } from "../model/route.ts";
import { RouteLink } from "../ui/RouteLink.tsx";

export interface SidebarLinkProps {
  to: Route;
  label: string;
  icon?: ReactNode;
  isCurrent: boolean;
  /** Shown at the end unless it is 0. */
  count?: number;
  /** What is counted. */
  countOf?: string;
  /** `error` and `warning`: an exception, in colour. `badge`: also shown on the icon of the collapsed sidebar. */
  countKind?: "error" | "warning" | "badge";
  testId: string;
}

export function SidebarLink({ to, label, icon, isCurrent, count = 0, countOf, countKind, testId }: SidebarLinkProps) {
  return (
    <RouteLink to={to} className="sidebar-item" aria-current={isCurrent ? "page" : undefined} data-testid={testId}>
      {icon}
      <span className="sidebar-label">{label}</span>
      {count > 0 && <SidebarCount count={count} kind={countKind} countOf={countOf} />}
    </RouteLink>
  );
}

interface SearchLinkProps extends Omit<SidebarLinkProps, "to" | "isCurrent" | "count" | "countOf"> {
  /** Text in the query language. */
  q: string;
  /** Number of messages that it finds, if that is shown. */
  messages?: number;
}

/** A link to a search of the messages. */
export function SearchLink({ q, messages = 0, ...rest }: SearchLinkProps) {
  const isCurrent = useRoute((route) => route.view === "messages" && route.q === q);
  return (
    <SidebarLink
      to={routeTo({ q })}
      isCurrent={isCurrent}
      count={messages}
      countOf={messages === 1 ? "message" : "messages"}
      {...rest}
    />
  );
}

interface SidebarCountProps {
  count: number;
  kind: SidebarLinkProps["countKind"];
  countOf: string | undefined;
}

/** The number, with its word if it is an exception; the word of the others is for screen readers. */
function SidebarCount({ count, kind, countOf }: SidebarCountProps) {
  const isException = kind === "error" || kind === "warning";
  return (
    <span className="sidebar-count" data-kind={kind}>
      <span className="sidebar-number">{formatCount(count)}</span>
      <span className="sidebar-short">{count > 99 ? "99+" : count}</span>
      <span className={isException ? "sidebar-word" : "visually-hidden"}> {countOf}</span>
    </span>
  );
}
