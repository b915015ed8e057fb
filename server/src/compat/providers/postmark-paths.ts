import { answer } from "./answer.ts";
import type { ReadRoute } from "./provider.ts";

/* The parts of Postmark's API that report what became of mail: nothing bounces here. */

const countBounces = async () => answer({ InactiveMails: 0, Bounces: [{ Name: "All", Count: 0 }] });

export const POSTMARK_BOUNCE_ROUTES: readonly ReadRoute[] = [
  { method: "GET", path: "/deliverystats", run: countBounces },
  // As the library for Node writes it.
  { method: "GET", path: "/deliveryStats", run: countBounces },
  { method: "GET", path: "/bounces", run: async () => answer({ TotalCount: 0, Bounces: [] }) },
];

/** Paths of a server's API that are not available here. */
export const POSTMARK_OTHER_PATHS: readonly string[] = [
  "/bounces/*",
  "/message-streams",
  "/message-streams/*",
  "/messages/inbound",
  "/messages/inbound/*",
  "/messages/outbound",
  "/messages/outbound/*",
  "/server",
  "/stats/*",
  "/templates/push",
  "/templates/validate",
  "/triggers/*",
  "/webhooks",
  "/webhooks/*",
];
