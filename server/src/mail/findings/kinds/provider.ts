import type { FindingTable } from "../finding-definition.ts";

/** Findings of group provider: what large mailbox providers refuse or treat as spam. */
export const PROVIDER_FINDINGS = {
  "list-unsubscribe-missing": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "The message is bulk mail without List-Unsubscribe, which large mailbox providers reject",
    fix: "Add List-Unsubscribe with an https link, and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  },
} as const satisfies FindingTable;
