import type { FindingGroup } from "@mailglass/shared";

/** Groups for which strict mode needs the whole message. The engine refuses the others during the session. */
export const MESSAGE_GROUPS: readonly FindingGroup[] = [
  "grammar",
  "mime",
  "provider",
  "provider-api",
  "html",
  "calendar",
  "signature",
];
