import type { Finding, Severity } from "@mailglass/shared";
import { use } from "react";
import { loadMessage, loadReaders } from "../data/load-message.ts";
import { routeTo } from "../data/router.ts";
import { formatCount } from "../model/format.ts";
import type { Route } from "../model/route.ts";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "../ui/icons.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import "./findings.css";

const SEVERITY_ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
const SEVERITY_ICONS: Record<Severity, typeof Info> = { error: CircleAlert, warning: TriangleAlert, info: Info };
const SEVERITY_NAMES: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };

/** Shows what a stricter server or a mail client would object to, worst first. */
export function FindingsTab({ id }: { id: string }) {
  const findings = addReaderFindings(use(loadMessage(id)).findings, loadReaders.peek(id)?.findings ?? []);
  if (findings.length === 0) {
    return (
      <p className="panel-note" data-testid="no-findings">
        <CircleCheck size={20} className="is-good" />
        No findings: a strict server would accept this message.
      </p>
    );
  }
  return (
    <div className="panel-body" tabIndex={0} role="region" aria-label="Findings">
      <FindingList findings={findings} routeFor={(finding) => findingRoute(id, finding)} />
    </div>
  );
}

/** The Parts tab may have compared readers after the message was loaded. */
function addReaderFindings(findings: readonly Finding[], readerFindings: readonly Finding[]): readonly Finding[] {
  const known = new Set(findings.map(({ code }) => code));
  return [...findings, ...readerFindings.filter(({ code }) => !known.has(code))];
}

function findingRoute(id: string, { where }: Finding): Route | null {
  if (where.in === "source") return routeTo({ id, tab: "source", byteRange: { start: where.start, end: where.end } });
  if (where.in === "transcript") return routeTo({ id, tab: "session", line: where.line });
  return where.in === "session" ? routeTo({ id, tab: "session" }) : null;
}

interface FindingListProps {
  findings: readonly Finding[];
  /** Returns the place where a finding can be shown. */
  routeFor: (finding: Finding) => Route | null;
}

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
  finding: { severity, code, rfc, text, fix, count, where },
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
