import type { Tab } from "../../model/route.ts";

export const TAB_NAMES: Readonly<Record<Tab, string>> = {
  preview: "Preview",
  html: "HTML",
  text: "Text",
  links: "Links",
  attachments: "Attachments",
  headers: "Headers",
  source: "Source",
  parts: "Parts",
  envelope: "Envelope",
  session: "Session",
  checks: "Checks",
};

/**
 * The tabs by what they show: the content, how it was sent, and what is wrong with it. If they do not all fit, the
 * second group is in a menu.
 */
export const TAB_GROUPS = [
  { name: "content", tabs: ["preview", "html", "text", "links", "attachments"] },
  { name: "delivery", tabs: ["headers", "source", "parts", "envelope", "session"] },
  { name: "checks", tabs: ["checks"] },
] as const satisfies readonly { readonly name: string; readonly tabs: readonly Tab[] }[];
