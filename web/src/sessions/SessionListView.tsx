import type { SessionSummary } from "@mailglass/shared";
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { loadOlderSessions, loadSessions } from "../data/load-sessions.ts";
import { navigate, routeTo, useRoute } from "../data/router.ts";
import { useInbox, useSessions } from "../data/stores.ts";
import { formatAmount, formatCount } from "../model/format.ts";
import { Button, SegmentedControl } from "../ui/Button.tsx";
import { hasModifierKey } from "../ui/has-modifier-key.ts";
import { clickedRowId, focusListOf } from "../ui/rows/row-clicks.ts";
import { useRowHeight } from "../ui/rows/use-row-height.ts";
import { useScrollState, useVirtualList } from "../ui/rows/use-virtual-list.ts";
import { VirtualRows } from "../ui/rows/VirtualRows.tsx";
import { findCarriedMessages } from "./carried-messages.ts";
import { SessionRow } from "./SessionRow.tsx";
import "../ui/rows/rows.css";
import "../ui/bar.css";
import "./sessions.css";

/** The sessions, newest first, optionally only failed or long ones. */
export function SessionListView({ open }: { open: string | null }) {
  const [cursor, setCursor] = useState<string | null>(open);
  const { rows, failed, tookMs } = useFilteredSessions();
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, height } = useRowHeight(frame);
  const isLoading = useSessions(({ phase }) => phase === "idle" || phase === "loading");
  const scroll = useScrollState(scroller);
  const list = useVirtualList(scroll, rows.length, height);
  const visibleRows = rows.slice(list.first, list.end);
  const messages = useInbox((inbox) => inbox.rows);
  const carried = findCarriedMessages(visibleRows, messages);
  // Focused at once so that its keys work, as in the message list.
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => frame.current?.style.setProperty("--row", `${height}px`), [height]);
  useOlderSessions(list.end > rows.length - 50);

  const openSession = (id: string | null | undefined, how: "push" | "replace" = "push") => {
    if (id === null || id === undefined) return;
    setCursor(id);
    navigate(routeTo({ view: "sessions", id }), how);
  };
  const onClick = (event: MouseEvent) => {
    focusListOf(event);
    openSession(clickedRowId(event));
  };
  const move = (by: number) => {
    const from = rows.findIndex((row) => row.id === (cursor ?? open));
    const to = from < 0 && by !== Infinity ? 0 : Math.min(rows.length - 1, Math.max(0, from + by));
    list.scrollToRow(to);
    if (open === null) setCursor(rows[to]?.id ?? null);
    else openSession(rows[to]?.id, "replace");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (hasModifierKey(event)) return;
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, Home: -Infinity, End: Infinity }[event.key];
    if (by !== undefined) move(by);
    else if (event.key === "Enter" || event.key === "o") openSession(cursor);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <SessionListBar failed={failed} tookMs={tookMs} open={open} count={rows.length} />
      <div
        className="list sessions"
        ref={frame}
        data-lines={lines}
        data-one-client={isOneClient(rows) ? "" : undefined}
        data-scrolls={list.totalHeight > scroll.view.height ? "" : undefined}
      >
        {lines === 1 && (rows.length > 0 || isLoading) && <SessionColumnHeadings />}
        <div
          ref={scroller}
          className="list-scroll"
          role="listbox"
          tabIndex={0}
          aria-label="Sessions"
          aria-activedescendant={visibleRows.some((row) => row.id === cursor) ? `session-${cursor}` : undefined}
          data-testid="session-list"
          onClick={onClick}
          onKeyDown={onKeyDown}
        >
          <VirtualRows list={list}>
            {visibleRows.map((session, at) => (
              <SessionRow
                key={session.id}
                session={session}
                carried={carried.get(session.messageIds[0] ?? "")}
                index={list.first + at}
                count={rows.length}
                open={session.id === open}
                cursor={session.id === cursor}
              />
            ))}
          </VirtualRows>
        </div>
        {rows.length === 0 && <SessionListNote failed={failed} tookMs={tookMs} />}
      </div>
    </>
  );
}

/** Loads older sessions while the end of the list is near. */
function useOlderSessions(isEndNear: boolean): void {
  const next = useSessions((sessions) => sessions.next);
  const phase = useSessions((sessions) => sessions.phase);
  useEffect(() => {
    // Another page may end near as well.
    if (next !== null && phase === "ready" && isEndNear) void loadOlderSessions();
  }, [next, phase, isEndNear]);
}

/** Returns the sessions that the filters of the URL select. */
function useFilteredSessions(): { rows: readonly SessionSummary[]; failed: boolean; tookMs: number } {
  const all = useSessions((sessions) => sessions.rows);
  const failed = useRoute((route) => route.failed);
  const tookMs = useRoute((route) => route.tookMs);
  const isFiltered = failed || tookMs > 0;
  const rows = isFiltered ? all.filter((session) => (!failed || session.failed) && lastsAtLeast(session, tookMs)) : all;
  return { rows, failed, tookMs };
}

/** Whether a session took at least `tookMs`. An open one is shown: it may still take long. */
function lastsAtLeast({ openedAt, closedAt }: SessionSummary, tookMs: number): boolean {
  return closedAt === null || Date.parse(closedAt) - Date.parse(openedAt) >= tookMs;
}

/** Whether all sessions are of one address and one name. */
function isOneClient([first, ...others]: readonly SessionSummary[]): boolean {
  return others.every(({ peer, helo }) => peer.address === first?.peer.address && helo === first.helo);
}

const DURATIONS = [
  { value: "0", label: "Any time" },
  { value: "100", label: "100 ms" },
  { value: "1000", label: "1 s" },
  { value: "10000", label: "10 s" },
] as const;

interface SessionListBarProps {
  failed: boolean;
  tookMs: number;
  open: string | null;
  count: number;
}

function SessionListBar({ failed, tookMs, open, count }: SessionListBarProps) {
  const total = useSessions((sessions) => sessions.total);
  const loadedCount = useSessions((sessions) => (sessions.next === null ? null : sessions.rows.length));
  return (
    <div className="bar sessions-head">
      <h2>SMTP sessions</h2>
      <span className="list-count" data-testid="session-count">
        {(failed || tookMs > 0) &&
          `${formatCount(count)} of ${loadedCount === null ? "" : `the newest ${formatCount(loadedCount)} of `}`}
        {formatAmount(total, "session")}
      </span>
      <SegmentedControl
        label="Filter sessions"
        value={failed ? "failed" : "all"}
        onChange={(value) => navigate(routeTo({ view: "sessions", id: open, failed: value === "failed" }), "replace")}
        options={[
          { value: "all", label: "All" },
          { value: "failed", label: "Failed" },
        ]}
      />
      <SegmentedControl
        label="Filter by duration"
        value={String(tookMs)}
        onChange={(value) => navigate(routeTo({ view: "sessions", id: open, tookMs: Number(value) }), "replace")}
        options={DURATIONS.map(({ value, label }) => ({
          value,
          label: value === "0" ? label : `${label}+`,
          title: value === "0" ? "However long it took" : `Took at least ${label}`,
        }))}
      />
    </div>
  );
}

function SessionColumnHeadings() {
  return (
    <div className="list-head" aria-hidden>
      <span>Outcome</span>
      <span className="head-peer">Client</span>
      <span>Message, finding or last reply</span>
      <span className="is-number">Messages</span>
      <span className="is-number">Took</span>
      <span className="is-number">Opened</span>
    </div>
  );
}

/** Shown instead of rows: why there are none. */
function SessionListNote({ failed, tookMs }: { failed: boolean; tookMs: number }) {
  const phase = useSessions((sessions) => sessions.phase);
  const problem = useSessions((sessions) => sessions.problem);
  if (phase === "failed") {
    return (
      <div className="list-note" role="alert">
        <p>{problem}</p>
        <Button onClick={() => void loadSessions()}>Try again</Button>
      </div>
    );
  }
  if (phase !== "ready") return null;
  return (
    <p className="list-note">
      {failed
        ? tookMs > 0
          ? "No session that took that long has failed."
          : "No session has failed."
        : tookMs > 0
          ? "No session took that long."
          : "No client has connected yet. Every connection is listed here, even if it sends no mail."}
    </p>
  );
}
