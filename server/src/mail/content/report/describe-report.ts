import type { ReportRecipient } from "@mailglass/shared";
import { type FieldGroup, findTypedValue, findValue } from "./report-fields.ts";

/** What each action of a delivery status means (RFC 3464 §2.3.3). */
const ACTIONS: Readonly<Record<string, string>> = {
  failed: "was not delivered",
  delayed: "is delayed; delivery is still being tried",
  delivered: "was delivered",
  relayed: "was passed on to a server that sends no reports",
  expanded: "was delivered to a list or alias, and passed on from there",
};

/** Says what a delivery status reports, in one sentence without a full stop. */
export function describeDelivery(recipients: readonly ReportRecipient[]): string {
  const [first] = recipients;
  if (first === undefined) return "A delivery report that names no recipient";
  if (recipients.length === 1) {
    const reason = first.action === "failed" || first.action === "delayed" ? first.meaning : null;
    const what = ACTIONS[first.action] ?? `has the unknown status “${first.action}”`;
    return `Mail to ${first.address || "an unnamed recipient"} ${what}${reason === null ? "" : `: ${reason}`}`;
  }
  const counts = Map.groupBy(recipients, ({ action }) => action);
  const parts = [...counts].map(([action, { length }]) => `${action || "unknown"}: ${length}`);
  return `A delivery report about ${recipients.length} recipients (${parts.join(", ")})`;
}

/** What each disposition means (RFC 8098 §3.2.6). */
const DISPOSITIONS: Readonly<Record<string, string>> = {
  displayed: "was displayed. That does not mean that it was read",
  deleted: "was deleted, perhaps without being displayed",
  dispatched: "was sent on, printed or archived, perhaps without being displayed",
  processed: "was processed by a program",
  denied: "was received; the recipient does not want to say more",
  failed: "caused an error",
};

/** Says what a disposition notification reports. */
export function describeDisposition(fields: FieldGroup): string {
  const [mode = "", type = ""] = (findValue(fields, "disposition") ?? "").toLowerCase().split(";");
  const [kind = ""] = type.trim().split("/");
  const who = findTypedValue(fields, "final-recipient") ?? findTypedValue(fields, "original-recipient");
  const what = DISPOSITIONS[kind] ?? `has the unknown disposition “${kind}”`;
  const isAutomatic = mode.includes("automatic-action");
  return `The message${who === null ? "" : ` to ${who}`} ${what}${isAutomatic ? ", automatically" : ""}`;
}

/** What each type of feedback means (RFC 5965 §7.3, RFC 6650, RFC 6591). */
const FEEDBACK: Readonly<Record<string, string>> = {
  abuse: "was reported as spam by its recipient",
  fraud: "was reported as fraud or phishing",
  virus: "was reported to contain a virus",
  "not-spam": "was reported not to be spam",
  "auth-failure": "failed SPF, DKIM or DMARC",
  other: "was reported for another reason",
};

/** Says what a feedback report reports. */
export function describeFeedback(fields: FieldGroup): string {
  const type = (findValue(fields, "feedback-type") ?? "").toLowerCase();
  const recipient = findValue(fields, "original-rcpt-to")?.replace(/^<|>$/g, "");
  const what = FEEDBACK[type] ?? `was reported as “${type}”`;
  return `A message${recipient === undefined || recipient === "" ? "" : ` to ${recipient}`} ${what}`;
}
