import type { Finding, FindingGroup } from "@mailglass/shared";

/** The groups in the order in which they are shown. */
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

/** Returns the groups that have findings, in order. */
export function countGroups(findings: readonly Finding[]): { readonly group: FindingGroup; readonly count: number }[] {
  const counts = new Map<FindingGroup, number>();
  for (const { group } of findings) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts]
    .map(([group, count]) => ({ group, count }))
    .toSorted((a, b) => GROUP_ORDER.indexOf(a.group) - GROUP_ORDER.indexOf(b.group));
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
