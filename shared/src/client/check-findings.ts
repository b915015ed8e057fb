import { FINDING_GROUPS, type Finding, type FindingGroup, isCountedGroup, toCurrentFindingCode } from "../finding.ts";
import { formatFinding } from "../format-finding.ts";

/** Which findings an assertion is about. */
export interface FindingSelection {
  /** By default all groups but `provider` and `html`, as in the list of messages. */
  readonly groups?: readonly FindingGroup[];
  /** Codes to ignore, with the findings that they cause. */
  readonly except?: readonly string[];
}

/** What an assertion about the findings of a message found. */
export interface FindingCheck {
  readonly pass: boolean;
  /** One line for each finding, with its fix; says that there are none if it passed. */
  readonly message: string;
}

type CheckedMessage = Readonly<{ subject: string; findings: readonly Finding[] }>;

/**
 * Checks that a message has no errors and warnings in these groups.
 *
 * @throws if there is no such group
 */
export function checkFindings(message: CheckedMessage, { groups, except = [] }: FindingSelection = {}): FindingCheck {
  const unknown = groups?.find((group) => !FINDING_GROUPS.includes(group));
  if (unknown !== undefined)
    throw new Error(`There is no group “${unknown}” of findings. The groups are ${FINDING_GROUPS.join(", ")}.`);
  const ignored = new Set(except.map(toCurrentFindingCode));
  const found = message.findings.filter(
    ({ code, group, severity, because }) =>
      severity !== "info" &&
      (groups?.includes(group) ?? isCountedGroup(group)) &&
      !ignored.has(toCurrentFindingCode(code)) &&
      !(because !== null && ignored.has(because)),
  );
  return describeCheck(message, found, groups === undefined ? "finding" : `finding in ${groups.join(", ")}`);
}

/** Checks that no strict server and no large mailbox provider would refuse a message: it has no error in any group. */
export function checkDeliverable(message: CheckedMessage): FindingCheck {
  const found = message.findings.filter(({ severity }) => severity === "error");
  return describeCheck(message, found, "error for which a server may refuse it");
}

function describeCheck({ subject }: CheckedMessage, found: readonly Finding[], kind: string): FindingCheck {
  if (found.length === 0) return { pass: true, message: `“${subject}” has no ${kind}.` };
  const count = found.length === 1 ? `1 ${kind}` : `${found.length} ${kind.replace(/^\w+/, "$&s")}`;
  const listed = found.flatMap((finding) => formatFinding(finding)).map((line) => `\n  ${line}`);
  return { pass: false, message: `“${subject}” has ${count}:${listed.join("")}` };
}
