import type { FindingTable } from "../finding-definition.ts";

/** Findings of group provider: what large mailbox providers refuse or treat as spam. */
export const PROVIDER_FINDINGS = {
  "list-unsubscribe-missing": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "This is bulk mail by its own word, and has no List-Unsubscribe; the big mailbox providers refuse that",
    fix: "Add List-Unsubscribe with an https link, and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  },
  "one-click-missing": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "List-Unsubscribe is there without List-Unsubscribe-Post; Gmail and Yahoo require both for bulk mail",
    fix: "Add List-Unsubscribe-Post: List-Unsubscribe=One-Click, and an https link that takes a POST",
  },
  "one-click-incomplete": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "List-Unsubscribe-Post is there without what it needs",
    fix: "Write List-Unsubscribe with an https link, and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  },
} as const satisfies FindingTable;
