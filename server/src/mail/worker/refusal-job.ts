import type { Finding, FindingGroup } from "@mailglass/shared";
import { type Job, NEVER_DIRECT } from "./job.ts";

/** The finding for which strict mode refuses a message; null if it accepts it. */
export const refusalJob: Job<{ readonly groups: readonly FindingGroup[] }, Finding | null> = {
  name: "mail/refusal",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { findRefusal } = await import("../findings/find-refusal.ts");
    return (mail, { groups }) => findRefusal(mail, groups) ?? null;
  },
};
