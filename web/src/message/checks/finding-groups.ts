import { type Finding, type FindingGroup, isCountedGroup } from "@mailglass/shared";
import { formatAmount, formatCount } from "../../model/format.ts";

/** The groups in the order in which they are shown, where they have findings of the same severity. */
export const GROUP_NAMES: Readonly<Record<FindingGroup, string>> = {
  wire: "SMTP",
  login: "Login",
  tls: "TLS",
  envelope: "Envelope",
  grammar: "Grammar",
  mime: "MIME",
  calendar: "Calendar",
  signature: "Signatures",
  provider: "Providers",
  "provider-api": "Provider API",
  html: "HTML",
};

const GROUP_ORDER = Object.keys(GROUP_NAMES);
const SEVERITIES: readonly Finding["severity"][] = ["error", "warning", "info"];

/** Whether the numbers on the page include a finding: errors and warnings, in the groups that rows count. */
const isCounted = ({ group, severity }: Finding): boolean => severity !== "info" && isCountedGroup(group);

/** Returns the groups that have findings, those with the most severe ones first, with the number of counted findings. */
export function countGroups(findings: readonly Finding[]): { readonly group: FindingGroup; readonly count: number }[] {
  const groups = new Map<FindingGroup, { count: number; severity: number }>();
  for (const finding of findings) {
    const severity = SEVERITIES.indexOf(finding.severity);
    const known = groups.get(finding.group) ?? { count: 0, severity };
    groups.set(finding.group, {
      count: known.count + (isCounted(finding) ? 1 : 0),
      severity: Math.min(known.severity, severity),
    });
  }
  return [...groups]
    .toSorted(([a, { severity: ofA }], [b, { severity: ofB }]) => {
      return ofA - ofB || GROUP_ORDER.indexOf(a) - GROUP_ORDER.indexOf(b);
    })
    .map(([group, { count }]) => ({ group, count }));
}

/** Describes what the numbers count, and how many findings they leave out. */
export function describeCounts(findings: readonly Finding[]): string {
  const countOf = (severity: Finding["severity"]) =>
    findings.filter((finding) => isCounted(finding) && finding.severity === severity).length;
  const [errors, warnings] = [countOf("error"), countOf("warning")];
  const others = findings.length - errors - warnings;
  const parts = [
    errors > 0 && formatAmount(errors, "error"),
    warnings > 0 && formatAmount(warnings, "warning"),
    others > 0 && `${formatCount(others)} not counted (notes, providers, HTML)`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** Sorts causes by severity, most severe first. */
export function sortBySeverity(causes: readonly FindingCause[]): FindingCause[] {
  return causes.toSorted((a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity));
}

/** A finding with those that it causes. */
export interface FindingCause {
  readonly finding: Finding;
  readonly consequences: readonly Finding[];
}

/** Lists the findings that no other one causes, each with its consequences, also those of its consequences. */
export function listCauses(findings: readonly Finding[]): FindingCause[] {
  const byCode = new Map(findings.map((finding) => [finding.code, finding]));
  const consequences = new Map<Finding, Finding[]>();
  const causes: Finding[] = [];
  for (const finding of findings) {
    const cause = findFirstCause(finding, byCode);
    if (cause === finding) causes.push(finding);
    else consequences.set(cause, [...(consequences.get(cause) ?? []), finding]);
  }
  return causes.map((finding) => ({ finding, consequences: consequences.get(finding) ?? [] }));
}

function findFirstCause(finding: Finding, byCode: ReadonlyMap<string, Finding>): Finding {
  const seen = new Set<Finding>();
  let at = finding;
  while (at.because !== null && !seen.has(at)) {
    seen.add(at);
    const cause = byCode.get(at.because);
    if (cause === undefined) break;
    at = cause;
  }
  // Findings that cause each other are listed one by one.
  return seen.has(at) ? finding : at;
}
