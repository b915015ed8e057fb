import type { FindingDefinition } from "../finding-definition.ts";

/** What the large mailbox providers do with a message. These do not count in rows. */
export const PROVIDER_FINDINGS = {
  "gmail-clip": {
    severity: "warning",
    rfc: "Gmail",
    text: "The HTML is larger than 102 KB; Gmail cuts it here and hides the rest, also links to unsubscribe and tracking pixels",
    fix: "Make the HTML smaller: remove comments, unused CSS and blanks; send long content as a link",
  },
  "html-large": {
    severity: "info",
    rfc: "Gmail",
    text: "The HTML is not far from 102 KB, where Gmail cuts it",
    fix: "Remove comments, unused CSS and blanks; links that are rewritten for tracking make it larger",
  },
} as const satisfies Record<string, FindingDefinition>;
