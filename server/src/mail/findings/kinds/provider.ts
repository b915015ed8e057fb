import type { FindingTable } from "../finding-definition.ts";

/** Findings of group provider: what large mailbox providers refuse or treat as spam. */
export const PROVIDER_FINDINGS = {
  "list-unsubscribe-missing": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "This is bulk mail by its own word, and has no List-Unsubscribe; the big mailbox providers refuse that",
    fix: "Add List-Unsubscribe with an https link, and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  },
} as const satisfies FindingTable;
