import { findField, readFieldText } from "../header-fields.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks for what large mailbox providers expect of bulk mail. */
export function lintBulkMail(parsed: ParsedMail, found: FindingList): void {
  if (parsed.header.fields.length === 0) return;
  if (isBulkMail(parsed) && findField(parsed.header, "list-unsubscribe") === undefined)
    found.add("list-unsubscribe-missing");
}

/** Whether the message says that it is bulk or list mail. */
function isBulkMail({ raw, header }: ParsedMail): boolean {
  if (findField(header, "list-id") !== undefined) return true;
  return /^(bulk|list)$/i.test(readFieldText(raw, header, "precedence") ?? "");
}
