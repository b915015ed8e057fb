import type { Report, ReportRecipient } from "@mailglass/shared";
import { scanHeaderBlock } from "../../header-block.ts";
import { type Entity, isMessage } from "../../mime-entity.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import { describeDelivery, describeDisposition, describeFeedback } from "./describe-report.ts";
import { type FieldGroup, findTypedValue, findValue, listBlockFields, readFieldGroups } from "./report-fields.ts";
import { describeStatusCode } from "./status-codes.ts";

/** Maximum number of recipients that are listed. */
const MAX_RECIPIENTS = 100;

/** Reads a delivery status, a disposition notification or a feedback report. */
export function readReport(parsed: ParsedMail, entity: Entity): Report {
  const groups = readFieldGroups(parsed.decodedBytes(entity));
  const common = { part: entity.number, original: findOriginal(parsed, entity) };
  const none = { recipients: [], recipientCount: 0 };
  const [fields = []] = groups;
  switch (entity.contentType.value) {
    case "message/feedback-report":
      return {
        ...common,
        ...none,
        kind: "feedback",
        summary: describeFeedback(fields),
        reporter: findTypedValue(fields, "reporting-mta") ?? findValue(fields, "user-agent"),
        fields: [...fields],
      };
    case "message/disposition-notification":
    case "message/global-disposition-notification":
      return {
        ...common,
        ...none,
        kind: "disposition",
        summary: describeDisposition(fields),
        reporter: findValue(fields, "reporting-ua"),
        fields: [...fields],
      };
    default: {
      const recipients = groups.filter(isRecipientGroup).map(readRecipient);
      // QUIRK: some programs leave out the blank line between the first group and that of the recipient.
      const perMessage = isRecipientGroup(fields) && findValue(fields, "reporting-mta") === null ? [] : fields;
      return {
        ...common,
        kind: "delivery-status",
        summary: describeDelivery(recipients),
        reporter: findTypedValue(perMessage, "reporting-mta"),
        recipients: recipients.slice(0, MAX_RECIPIENTS),
        recipientCount: recipients.length,
        fields: [...perMessage],
      };
    }
  }
}

function isRecipientGroup(group: FieldGroup): boolean {
  return findValue(group, "final-recipient") !== null || findValue(group, "action") !== null;
}

function readRecipient(group: FieldGroup): ReportRecipient {
  const diagnostic = findTypedValue(group, "diagnostic-code");
  const status = /\d\.\d{1,3}\.\d{1,3}/.exec(findValue(group, "status") ?? "")?.[0] ?? null;
  return {
    address: findTypedValue(group, "final-recipient") ?? findTypedValue(group, "original-recipient") ?? "",
    action: (findValue(group, "action") ?? "").toLowerCase(),
    status,
    meaning: status === null ? null : describeStatusCode(status),
    diagnostic,
    remoteServer: findTypedValue(group, "remote-mta"),
  };
}

const HEADER_TYPES = new Set(["text/rfc822-headers", "message/rfc822-headers", "message/global-headers"]);

/** Finds the message that a report is about: a later part of the same multipart (RFC 6522 §3). */
function findOriginal(parsed: ParsedMail, entity: Entity): Report["original"] {
  const siblings = entity.parent?.children ?? [];
  for (const sibling of siblings.slice(siblings.indexOf(entity) + 1)) {
    const [enclosed] = isMessage(sibling) ? sibling.children : [];
    if (enclosed !== undefined)
      return { part: sibling.number, headers: [...listBlockFields(enclosed.source, enclosed.header)] };
    if (!HEADER_TYPES.has(sibling.contentType.value)) continue;
    const bytes = parsed.decodedBytes(sibling);
    return { part: sibling.number, headers: [...listBlockFields(bytes, scanHeaderBlock(bytes, 0))] };
  }
  return null;
}
