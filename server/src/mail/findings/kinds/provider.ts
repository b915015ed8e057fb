import type { FindingTable } from "../finding-definition.ts";

/** Findings of group provider: what large mailbox providers refuse, cut, or treat as spam. */
export const PROVIDER_FINDINGS = {
  "list-unsubscribe-missing": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "This is bulk mail by its own word, and has no List-Unsubscribe; the big mailbox providers refuse that",
    fix: "Add List-Unsubscribe with an https link, and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  },
  "gmail-clip": {
    severity: "warning",
    rfc: "Gmail",
    text: "The HTML is larger than 102 KB; Gmail cuts it here and hides the rest, with any link to unsubscribe",
    fix: "Remove comments, unused CSS and blanks from the HTML, and put long content on a web page",
  },
  "html-large": {
    severity: "info",
    rfc: "Gmail",
    text: "The HTML is nearly 102 KB, where Gmail cuts it; rewritten links may make it longer",
    fix: "Remove comments, unused CSS and blanks from the HTML",
  },
} as const satisfies FindingTable;
