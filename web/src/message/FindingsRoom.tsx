import type { Finding, Severity } from "@mailglass/shared";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { use } from "react";
import { routeTo } from "../app/router.ts";
import { formatCount } from "../model/format.ts";
import type { Route } from "../model/route.ts";
import { Link } from "../ui/Link.tsx";
import { loadMessage } from "./load.ts";
import "./findings.css";

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
const ICONS: Record<Severity, typeof Info> = { error: CircleAlert, warning: TriangleAlert, info: Info };
const NAMES: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Remark" };

/** What a stricter server, or a mail client, would object to: worst first. */
export function FindingsRoom({ id }: { id: string }) {
  const { findings } = use(loadMessage(id));
  if (findings.length === 0) {
    return (
      <p className="room-note" data-testid="no-findings">
        <CircleCheck size={20} className="is-good" aria-hidden />
        Nothing to object to: a strict server takes this message, and mail clients show it.
      </p>
    );
  }
  return (
    <div className="room-body" tabIndex={0} role="region" aria-label="Findings">
      <FindingList findings={findings} place={(finding) => placeInMessage(id, finding)} />
    </div>
  );
}

function placeInMessage(id: string, { where }: Finding): Route | null {
  if (where.in === "source") return routeTo({ id, tab: "source", at: { start: where.start, end: where.end } });
  if (where.in === "transcript") return routeTo({ id, tab: "session", line: where.line });
  return where.in === "session" ? routeTo({ id, tab: "session" }) : null;
}

interface FindingListProps {
  findings: readonly Finding[];
  /** Where a finding can be seen. */
  place: (finding: Finding) => Route | null;
}

export function FindingList({ findings, place }: FindingListProps) {
  return (
    <ul className="findings">
      {findings
        .toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity])
        .map((finding, at) => (
          <FindingItem key={at} finding={finding} to={place(finding)} />
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
  const Icon = ICONS[severity];
  return (
    <li className="finding" data-severity={severity} data-testid="finding" data-code={code}>
      <Icon size={16} aria-label={NAMES[severity]} />
      <div>
        <p className="finding-text">{text}</p>
        <p className="finding-fix">{fix}.</p>
        <p className="finding-facts">
          <code>{code}</code>
          <span>{rfc}</span>
          {count > 1 && <span>{formatCount(count)} times</span>}
          {to !== null && (
            <Link to={to} data-testid="finding-jump">
              {where.in === "source"
                ? `Show bytes ${formatCount(where.start)}–${formatCount(where.end)}`
                : "Show in the session"}
            </Link>
          )}
        </p>
      </div>
    </li>
  );
}
