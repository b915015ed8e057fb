import type { Finding, FindingGroup, Severity } from "@mailglass/shared";
import { listFindings } from "../list-findings.ts";
import type { Mail } from "../mail.ts";

/**
 * What Gmail and Yahoo refuse, whatever its group: Gmail answers 550 5.7.1 to a message that RFC 5322 does not allow because a field
 * is missing or repeated; both require one-click unsubscription of bulk senders.
 */
const PROVIDER_REFUSALS: ReadonlySet<string> = new Set([
  "header-missing",
  "blank-line-missing",
  "from-missing",
  "sender-missing",
  "date-missing",
  "date-unreadable",
  "date-invalid",
  "field-repeated",
  "address-malformed",
  "message-id-missing",
  "message-id-malformed",
  "list-unsubscribe-missing",
  "one-click-missing",
  "one-click-incomplete",
]);

const ERRORS: ReadonlySet<Severity> = new Set(["error"]);
const ERRORS_AND_WARNINGS: ReadonlySet<Severity> = new Set(["error", "warning"]);

/** Severities that strict mode refuses. The groups that are about display and delivery have few errors. */
const REFUSED_SEVERITIES: Readonly<Partial<Record<FindingGroup, ReadonlySet<Severity>>>> = {
  grammar: ERRORS,
  mime: ERRORS,
  "provider-api": ERRORS_AND_WARNINGS,
  html: ERRORS_AND_WARNINGS,
  calendar: ERRORS_AND_WARNINGS,
  signature: ERRORS_AND_WARNINGS,
};

/**
 * Returns the finding for which strict mode refuses a message: the first that has no cause, so that the client reads what to fix;
 * undefined if the message is accepted.
 */
export function findRefusal(mail: Mail, groups: readonly FindingGroup[]): Finding | undefined {
  const refused = listFindings(mail, []).filter((finding) => isRefused(finding, groups));
  return refused.find(({ because }) => because === null) ?? refused[0];
}

function isRefused({ code, group, severity }: Finding, groups: readonly FindingGroup[]): boolean {
  if (groups.includes("provider") && PROVIDER_REFUSALS.has(code)) return true;
  return groups.includes(group) && REFUSED_SEVERITIES[group]?.has(severity) === true;
}
