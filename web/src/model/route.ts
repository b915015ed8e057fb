/** The tabs of a message, in their order on the screen. */
export const TABS = [
  "preview",
  "html",
  "text",
  "links",
  "attachments",
  "headers",
  "source",
  "parts",
  "envelope",
  "session",
  "request",
  "checks",
] as const;
export type Tab = (typeof TABS)[number];

/**
 * The key that opens each tab: the digits in the order of the tabs, and `!` for what is wrong. A message has either a
 * session or a request.
 */
export const TAB_KEYS: Readonly<Record<Tab, string>> = {
  preview: "1",
  html: "2",
  text: "3",
  links: "4",
  attachments: "5",
  headers: "6",
  source: "7",
  parts: "8",
  envelope: "9",
  session: "0",
  request: "0",
  checks: "!",
};

/** The tab's name in links that were made before it was called Checks. */
const FORMER_CHECKS_TAB = "findings";

/** Bytes of a source from `start` up to, but not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The state of navigation. All of it is in the URL, so that it can be pasted into a bug report. */
export interface Route {
  /** `more` is the sidebar as a screen of its own, on a phone. */
  readonly view: "messages" | "sessions" | "faults" | "settings" | "more";
  /** The open message or session. */
  readonly id: string | null;
  /** The message with which the open one is compared. */
  readonly other: string | null;
  /** null selects the tab that suits the message. */
  readonly tab: Tab | null;
  /** The query of the list. */
  readonly q: string;
  /** The text to find in the source. */
  readonly find: string;
  /** Bytes to show in the source. */
  readonly byteRange: ByteRange | null;
  /** The part that is highlighted in the source. */
  readonly part: string | null;
  /** The transcript line to show. */
  readonly line: number | null;
  /** Show only failed sessions. */
  readonly failed: boolean;
  /** Show only sessions that took at least this long, in milliseconds; 0 for all. */
  readonly tookMs: number;
}

export const HOME_ROUTE: Route = {
  view: "messages",
  id: null,
  other: null,
  tab: null,
  q: "",
  find: "",
  byteRange: null,
  part: null,
  line: null,
  failed: false,
  tookMs: 0,
};

/** Parses the path and query after the base path. An invalid path means the list. */
export function parseRoute(path: string, search: string): Route {
  const [view, id = null, tab, other = null] = path.split("/").filter((segment) => segment !== "");
  const query = new URLSearchParams(search);
  const route: Route = { ...HOME_ROUTE, q: query.get("q") ?? "" };
  if (view === "settings" || view === "faults" || view === "more") return { ...route, view };
  if (view === "sessions") {
    const tookMs = parseNumber(query.get("took")) ?? 0;
    return { ...route, view, id, line: parseNumber(query.get("line")), failed: query.has("failed"), tookMs };
  }
  if (view !== "messages" || id === null) return route;
  if (tab === "compare" && other !== null) return { ...route, id, other };
  return {
    ...route,
    id,
    tab: TABS.find((name) => name === (tab === FORMER_CHECKS_TAB ? "checks" : tab)) ?? null,
    find: query.get("find") ?? "",
    byteRange: parseByteRange(query.get("at")),
    part: query.get("part"),
    line: parseNumber(query.get("line")),
  };
}

/** Formats a route as a URL relative to the base path. */
export function formatRoute(route: Route): string {
  const query = new URLSearchParams();
  if (route.q !== "") query.set("q", route.q);
  if (route.find !== "") query.set("find", route.find);
  if (route.byteRange !== null) query.set("at", `${route.byteRange.start}-${route.byteRange.end}`);
  if (route.part !== null) query.set("part", route.part);
  if (route.line !== null) query.set("line", String(route.line));
  if (route.failed) query.set("failed", "true");
  if (route.tookMs > 0) query.set("took", String(route.tookMs));
  const search = query.size > 0 ? `?${query}` : "";
  return `${formatPath(route)}${search}`;
}

function formatPath({ view, id, other, tab }: Route): string {
  if (view === "messages" && id !== null && other !== null) return `messages/${id}/compare/${other}`;
  if (view === "messages") return id === null ? "" : `messages/${id}${tab === null ? "" : `/${tab}`}`;
  return id === null ? view : `${view}/${id}`;
}

function parseByteRange(text: string | null): ByteRange | null {
  const [, start, end] = /^(\d{1,12})-(\d{1,12})$/.exec(text ?? "") ?? [];
  return start === undefined || end === undefined ? null : { start: Number(start), end: Number(end) };
}

function parseNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
