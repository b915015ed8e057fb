import type { Finding, Severity } from "@mailglass/shared";
import { formatCount } from "../model/format.ts";
import type { Route } from "../model/route.ts";
import { FixSnippet } from "./FixSnippet.tsx";
import { CircleAlert, Info, TriangleAlert } from "./icons.tsx";
import { RouteLink } from "./RouteLink.tsx";
import "./findings.css";

const SEVERITY_ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
const SEVERITY_ICONS: Record<Severity, typeof Info> = { error: CircleAlert, warning: TriangleAlert, info: Info };
const SEVERITY_NAMES: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };

interface FindingListProps {
  findings: readonly Finding[];
  /** Returns the place where a finding can be shown. */
  routeFor: (finding: Finding) => Route | null;
}

/** Findings, worst first. */
export function FindingList({ findings, routeFor }: FindingListProps) {
  return (
    <ul className="findings">
      {findings
        .toSorted((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity])
        .map((finding, at) => (
          <FindingItem key={at} finding={finding} to={routeFor(finding)} />
        ))}
    </ul>
  );
}

function FindingItem({
  finding: { severity, code, rfc, text, fix, snippet, count, where },
  to,
}: {
  finding: Finding;
  to: Route | null;
}) {
  const Icon = SEVERITY_ICONS[severity];
  return (
    <li className="finding" data-severity={severity} data-testid="finding" data-code={code}>
      <Icon size={16} aria-label={SEVERITY_NAMES[severity]} />
      <div>
        <p className="finding-text">{text}</p>
        <p className="finding-fix">{fix}.</p>
        {snippet !== undefined && <FixSnippet snippet={snippet} />}
        <p className="finding-facts">
          <code>{code}</code>
          <span>{rfc}</span>
          {count > 1 && <span>{formatCount(count)} times</span>}
          {to !== null && (
            <RouteLink to={to} data-testid="finding-jump">
              {where.in === "source"
                ? `Show bytes ${formatCount(where.start)}–${formatCount(where.end)}`
                : "Show in the session"}
            </RouteLink>
          )}
        </p>
      </div>
    </li>
  );
}
