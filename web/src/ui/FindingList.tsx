import type { Finding, FindingPlace, Severity } from "@mailglass/shared";
import { formatAmount, formatCount } from "../model/format.ts";
import type { Route } from "../model/route.ts";
import { CircleAlert, Info, TriangleAlert } from "./icons.tsx";
import { RouteLink } from "./RouteLink.tsx";
import "./findings.css";

const SEVERITY_ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
const SEVERITY_ICONS: Record<Severity, typeof Info> = { error: CircleAlert, warning: TriangleAlert, info: Info };
export const SEVERITY_NAMES: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };

/** Returns where a place can be shown; null if it is the whole message. */
type RouteForPlace = (place: FindingPlace) => Route | null;

interface FindingListProps {
  /** Findings, each with those that it causes. */
  causes: readonly { readonly finding: Finding; readonly consequences: readonly Finding[] }[];
  routeFor: RouteForPlace;
}

/** Findings, worst first, with their consequences below them. */
export function FindingList({ causes, routeFor }: FindingListProps) {
  return (
    <ul className="findings">
      {causes
        .toSorted((a, b) => SEVERITY_ORDER[a.finding.severity] - SEVERITY_ORDER[b.finding.severity])
        .map(({ finding, consequences }) => (
          <FindingItem key={finding.code} finding={finding} consequences={consequences} routeFor={routeFor} />
        ))}
    </ul>
  );
}

interface FindingItemProps {
  finding: Finding;
  consequences: readonly Finding[];
  routeFor: RouteForPlace;
}

function FindingItem({ finding, consequences, routeFor }: FindingItemProps) {
  const { severity, code, rfc, text, fix, count } = finding;
  const Icon = SEVERITY_ICONS[severity];
  return (
    <li className="finding" data-severity={severity} data-testid="finding" data-code={code}>
      <Icon size={16} aria-label={SEVERITY_NAMES[severity]} />
      <div>
        <p className="finding-text">{text}</p>
        <p className="finding-fix">{fix}.</p>
        <div className="finding-facts">
          <code>{code}</code>
          <span>{rfc}</span>
          {count > 1 && <span>{formatCount(count)} times</span>}
          <FindingPlaces finding={finding} routeFor={routeFor} />
        </div>
        {consequences.length > 0 && (
          <>
            <p className="finding-consequences">This also causes:</p>
            <FindingList
              causes={consequences.map((consequence) => ({ finding: consequence, consequences: [] }))}
              routeFor={routeFor}
            />
          </>
        )}
      </div>
    </li>
  );
}

/** A link to the first place, and the others on request. */
function FindingPlaces({ finding: { where, places }, routeFor }: { finding: Finding; routeFor: RouteForPlace }) {
  const to = routeFor(where);
  const others = places.slice(1).flatMap((place) => {
    const route = routeFor(place);
    return route === null ? [] : [{ place, route }];
  });
  return (
    <>
      {to !== null && (
        <RouteLink to={to} data-testid="finding-jump">
          {describePlace(where)}
        </RouteLink>
      )}
      {others.length > 0 && (
        <details className="finding-places">
          <summary>{formatAmount(others.length, "more place")}</summary>
          <ul>
            {others.map(({ place, route }, at) => (
              <li key={at}>
                <RouteLink to={route}>{describePlace(place)}</RouteLink>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function describePlace(place: FindingPlace): string {
  if (place.in === "source") return `Show bytes ${formatCount(place.start)}–${formatCount(place.end)}`;
  return place.in === "transcript" ? `Show line ${formatCount(place.line)} of the session` : "Show in the session";
}
