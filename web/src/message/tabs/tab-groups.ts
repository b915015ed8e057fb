import { isProviderSource } from "@mailglass/shared";
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
  request: "Request",
  checks: "Checks",
};

/** The tabs by what they show: the content, how it was sent, and what is wrong with it. */
export const TAB_GROUPS = [
  { name: "content", tabs: ["preview", "html", "text", "links", "attachments"] },
  { name: "delivery", tabs: ["headers", "source", "parts", "envelope", "session", "request"] },
  { name: "checks", tabs: ["checks"] },
] as const satisfies readonly { readonly name: string; readonly tabs: readonly Tab[] }[];

/** The tabs that are in a menu where not all fit. */
export const SPECIAL_TABS: readonly Tab[] = ["parts", "envelope", "session", "request"];

/** The tab that a message does not have: the request of one that arrived by SMTP, and the session of one that did not. */
export function findAbsentTab({ source }: { readonly source: string }): Tab {
  return isProviderSource(source) ? "session" : "request";
}
