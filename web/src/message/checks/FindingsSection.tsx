import type { Finding, FindingGroup } from "@mailglass/shared";
import { use, useState } from "react";
import { loadChecks, loadMessage, loadReaders } from "../../data/load-message.ts";
import { routeTo } from "../../data/router.ts";
import { formatCount } from "../../model/format.ts";
import type { Route } from "../../model/route.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { FindingList } from "../../ui/FindingList.tsx";
import { CircleCheck } from "../../ui/icons.tsx";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";
import { countGroups, describeCounts, GROUP_NAMES, listCauses, sortBySeverity } from "./finding-groups.ts";

/** The findings of a message by group, with a filter. A consequence is listed below its cause. */
export function FindingsSection({ id }: { id: string }) {
  const findings = addReaderFindings(use(loadMessage(id)).findings, loadReaders.peek(id)?.findings ?? []);
  const [shownGroup, setShownGroup] = useState<FindingGroup | null>(null);
  if (findings.length === 0) return <NoFindings id={id} />;
  const groups = countGroups(findings);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const causes = sortBySeverity(listCauses(findings));
  const shown = groups.filter(({ group }) => shownGroup === null || group === shownGroup);
  return (
    <section aria-label="Findings">
      <p className="finding-counts" data-testid="finding-counts">
        {describeCounts(findings)}
      </p>
      {groups.length > 1 && (
        <div className="finding-filter" role="group" aria-label="Group of findings">
          <FilterButton label="All" count={total} isOn={shownGroup === null} onClick={() => setShownGroup(null)} />
          {groups.map(({ group, count }) => (
            <FilterButton
              key={group}
              label={GROUP_NAMES[group]}
              count={count}
              isOn={group === shownGroup}
              onClick={() => setShownGroup(group)}
            />
          ))}
        </div>
      )}
      {shown.map(({ group }) => {
        const inGroup = causes.filter(({ finding, consequences }) =>
          // A filter also shows what a finding of another group causes in this one.
          shownGroup === null ? finding.group === group : [finding, ...consequences].some((one) => one.group === group),
        );
        if (inGroup.length === 0) return null;
        return (
          <div key={group} data-testid="finding-group" data-group={group}>
            <h3 className="panel-heading">{GROUP_NAMES[group]}</h3>
            <FindingList causes={inGroup} routeFor={(place) => findPlaceRoute(id, place)} />
          </div>
        );
      })}
    </section>
  );
}

interface FilterButtonProps {
  label: string;
  count: number;
  isOn: boolean;
  onClick: () => void;
}

function FilterButton({ label, count, isOn, onClick }: FilterButtonProps) {
  return (
    <Button size="small" aria-pressed={isOn} onClick={onClick}>
      {label} {count > 0 && <span className="finding-filter-count">{formatCount(count)}</span>}
    </Button>
  );
}

function NoFindings({ id }: { id: string }) {
  return (
    <p className="checks-verdict" data-testid="no-findings">
      <CircleCheck size={20} className="is-good" />
      <ErrorBoundary>
        <WhenLoaded promises={[loadChecks(id)]} fallback="No findings">
          <Verdict id={id} />
        </WhenLoaded>
      </ErrorBoundary>
    </p>
  );
}

function Verdict({ id }: { id: string }) {
  const { kindCount } = use(loadChecks(id));
  return `No findings in ${formatCount(kindCount)} checks`;
}

/** The Parts tab may have compared readers after the message was loaded. */
function addReaderFindings(findings: readonly Finding[], readerFindings: readonly Finding[]): readonly Finding[] {
  const known = new Set(findings.map(({ code }) => code));
  return [...findings, ...readerFindings.filter(({ code }) => !known.has(code))];
}

function findPlaceRoute(id: string, place: Finding["where"]): Route | null {
  if (place.in === "source") return routeTo({ id, tab: "source", byteRange: { start: place.start, end: place.end } });
  if (place.in === "transcript") return routeTo({ id, tab: "session", line: place.line });
  return place.in === "session" ? routeTo({ id, tab: "session" }) : null;
}
