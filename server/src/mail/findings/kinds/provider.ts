import type { FindingTable } from "../finding-definition.ts";

/** Findings of group provider: what large mailbox providers refuse, cut, or treat as spam. */
export const PROVIDER_FINDINGS = {
  "list-unsubscribe-missing": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "The message is bulk mail without List-Unsubscribe, which large mailbox providers reject",
    fix: "Add List-Unsubscribe with an https link, and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  },
  "one-click-missing": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "List-Unsubscribe is present without List-Unsubscribe-Post; Gmail and Yahoo require both for bulk mail",
    fix: "Add List-Unsubscribe-Post: List-Unsubscribe=One-Click, and an https link that accepts POST",
  },
  "one-click-incomplete": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "List-Unsubscribe-Post has a wrong value, or comes without an https link in List-Unsubscribe",
    fix: "Write List-Unsubscribe with an https link, and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  },
  "gmail-clip": {
    severity: "warning",
    rfc: "Gmail",
    text: "The HTML is larger than 102 KB, so Gmail clips it here and hides the rest, including any unsubscribe link",
    fix: "Remove comments, unused CSS and extra spaces; move long content to a web page",
  },
  "html-large": {
    severity: "info",
    rfc: "Gmail",
    text: "The HTML is close to 102 KB, where Gmail clips it; rewritten links can push it over",
    fix: "Remove comments, unused CSS and extra spaces",
  },
} as const satisfies FindingTable;
