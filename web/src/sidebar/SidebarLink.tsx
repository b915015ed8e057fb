import type { ReactNode } from "react";
import { formatCount } from "../model/format.ts";
import type { Route } from "../model/route.ts";
import { RouteLink } from "../ui/RouteLink.tsx";

interface SidebarLinkProps {
  to: Route;
  label: string;
  icon?: ReactNode;
  isCurrent: boolean;
  /** Shown at the end unless it is 0. */
  count?: number;
  /** What is counted, for screen readers. */
  countOf?: string;
  /** `error` and `warning`: an exception, in colour. `badge`: also shown on the icon of the collapsed sidebar. */
  countKind?: "error" | "warning" | "badge";
  testId: string;
}

export function SidebarLink({ to, label, icon, isCurrent, count = 0, countOf, countKind, testId }: SidebarLinkProps) {
  return (
    <RouteLink
      to={to}
      className="sidebar-item"
      aria-label={count > 0 ? `${label}, ${formatCount(count)} ${countOf}` : label}
      aria-current={isCurrent ? "page" : undefined}
      data-testid={testId}
    >
      {icon}
      <span className="sidebar-label">{label}</span>
      {count > 0 && <SidebarCount count={count} kind={countKind} word={countKind === "badge" ? undefined : countOf} />}
    </RouteLink>
  );
}

interface SidebarCountProps {
  count: number;
  kind: SidebarLinkProps["countKind"];
  /** Shown after the number of an exception. */
  word: string | undefined;
}

function SidebarCount({ count, kind, word }: SidebarCountProps) {
  const isException = kind === "error" || kind === "warning";
  return (
    <span className="sidebar-count" data-kind={kind} aria-hidden>
      <span className="sidebar-number">{formatCount(count)}</span>
      <span className="sidebar-short">{count > 99 ? "99+" : count}</span>
      {isException && <span className="sidebar-word"> {word}</span>}
    </span>
  );
}
