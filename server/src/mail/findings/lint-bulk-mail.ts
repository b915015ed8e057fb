import type { HeaderBlock } from "../header-block.ts";
import { findField, readFieldText } from "../header-fields.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import { readListUrls } from "./lint-list-fields.ts";

/** Checks for what large mailbox providers expect of bulk mail. */
export function lintBulkMail(parsed: ParsedMail, found: FindingList): void {
  if (parsed.header.fields.length === 0) return;
  const unsubscribe = findField(parsed.header, "list-unsubscribe");
  if (unsubscribe === undefined && isBulkMail(parsed)) found.add("list-unsubscribe-missing");
  lintOneClick(parsed, found);
}

/** Checks the two fields of one-click unsubscription (RFC 8058 §3.1). */
function lintOneClick({ raw, header }: ParsedMail, found: FindingList): void {
  const unsubscribe = findField(header, "list-unsubscribe");
  const post = findField(header, "list-unsubscribe-post");
  const urls = readListUrls(readFieldText(raw, header, "list-unsubscribe") ?? "");
  if (post === undefined) {
    // A malformed field has a finding of its own.
    if (urls !== undefined && !isDiscussionList(header)) found.add("one-click-missing", unsubscribe);
    return;
  }
  const value = readFieldText(raw, header, "list-unsubscribe-post") ?? "";
  if (unsubscribe === undefined) found.add("one-click-incomplete", post, "there is no List-Unsubscribe");
  else if (!/^\s*List-Unsubscribe=One-Click\s*$/i.test(value)) found.add("one-click-incomplete", post, value);
  else if (urls !== undefined && !urls.some((url) => /^https:/i.test(url)))
    found.add("one-click-incomplete", unsubscribe, "List-Unsubscribe has no https link");
}

/** Whether people write to the list: such lists are left by mail, or on a page. */
function isDiscussionList(header: HeaderBlock): boolean {
  return ["list-post", "mailing-list", "x-mailing-list", "x-mailman-version"].some(
    (key) => findField(header, key) !== undefined,
  );
}

/** Whether the message says that it is bulk or list mail. */
function isBulkMail({ raw, header }: ParsedMail): boolean {
  if (findField(header, "list-id") !== undefined) return true;
  return /^(bulk|list)$/i.test(readFieldText(raw, header, "precedence") ?? "");
}
