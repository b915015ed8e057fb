import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { askOlderSessions, askSessions } from "../app/live.ts";
import { go, routeTo, useRoute } from "../app/router.ts";
import { useInbox, useSessions } from "../app/stores.ts";
import { useRowHeight } from "../list/use-row-height.ts";
import { formatAmount, formatCount } from "../model/format.ts";
import { Button, Segments } from "../ui/Button.tsx";
import { isChord } from "../ui/chord.ts";
import { rowIdOf } from "../ui/row-id.ts";
import { useScrolling, useWindow } from "../ui/use-window.ts";
import { Windowed } from "../ui/Windowed.tsx";
import { carriedBy } from "./carried.ts";
import { SessionRow } from "./SessionRow.tsx";
import "../list/list.css";
import "../search/search.css";
import "./sessions.css";

/** The sessions, newest first, or only those that came to nothing. */
export function SessionList({ open }: { open: string | null }) {
  const all = useSessions((sessions) => sessions.rows);
  const next = useSessions((sessions) => sessions.next);
  const phase = useSessions((sessions) => sessions.phase);
  const failed = useRoute((route) => route.failed);
  const [cursor, setCursor] = useState<string | null>(open);
  const rows = failed ? all.filter((session) => session.failed) : all;
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, height } = useRowHeight(frame);
  const scrolling = useScrolling(scroller);
  const list = useWindow(scrolling, rows.length, height);
  const drawn = rows.slice(list.first, list.end);
  const messages = useInbox((inbox) => inbox.rows);
  const carried = carriedBy(drawn, messages);
  // Its keys work at once, as those of the messages do.
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => frame.current?.style.setProperty("--row", `${height}px`), [height]);
  useEffect(() => {
    if (next !== null && phase === "ready" && list.end > rows.length - 50) void askOlderSessions();
  }, [next, phase, list.end, rows.length]);

  const openSession = (id: string | null | undefined, how: "push" | "replace" = "push") => {
    if (id === null || id === undefined) return;
    setCursor(id);
    go(routeTo({ room: "sessions", id }), how);
  };
  const move = (by: number) => {
    const from = rows.findIndex((row) => row.id === (cursor ?? open));
    const to = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + by));
    list.show(to);
    if (open === null) setCursor(rows[to]?.id ?? null);
    else openSession(rows[to]?.id, "replace");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isChord(event)) return;
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (by !== undefined) move(by);
    else if (event.key === "Enter") openSession(cursor);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <SessionsHead failed={failed} open={open} count={rows.length} />
      <div
        className="list sessions"
        ref={frame}
        data-lines={lines}
        data-scrolls={list.total > scrolling.view.height ? "" : undefined}
      >
        {lines === 1 && rows.length > 0 && <SessionListHead />}
        <div
          ref={scroller}
          className="list-scroll"
          role="listbox"
          tabIndex={0}
          aria-label="Sessions"
          aria-activedescendant={drawn.some((row) => row.id === cursor) ? `session-${cursor}` : undefined}
          data-testid="session-list"
          onClick={(event) => openSession(rowIdOf(event))}
          onKeyDown={onKeyDown}
        >
          <Windowed list={list}>
            {drawn.map((session, at) => (
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
          </Windowed>
        </div>
        {rows.length === 0 && <SessionsNote failed={failed} />}
      </div>
    </>
  );
}

interface SessionsHeadProps {
  failed: boolean;
  open: string | null;
  count: number;
}

function SessionsHead({ failed, open, count }: SessionsHeadProps) {
  const total = useSessions((sessions) => sessions.total);
  const read = useSessions((sessions) => (sessions.next === null ? null : sessions.rows.length));
  return (
    <div className="search sessions-head">
      <h2>SMTP sessions</h2>
      <span className="list-count" data-testid="session-count">
        {failed && `${formatCount(count)} of ${read === null ? "" : `the newest ${formatCount(read)} of `}`}
        {formatAmount(total, "session")}
      </span>
      <Segments
        label="Which sessions"
        value={failed ? "failed" : "all"}
        onChange={(value) => go(routeTo({ room: "sessions", id: open, failed: value === "failed" }), "replace")}
        options={[
          { value: "all", label: "All" },
          { value: "failed", label: "Failed" },
        ]}
      />
    </div>
  );
}

function SessionListHead() {
  return (
    <div className="list-head" aria-hidden>
      <span>Outcome</span>
      <span>Client</span>
      <span>Carried, or last reply</span>
      <span className="is-number">Messages</span>
      <span className="is-number">Took</span>
      <span className="is-number">Opened</span>
    </div>
  );
}

/** What stands in the place of rows: why there are none. */
function SessionsNote({ failed }: { failed: boolean }) {
  const phase = useSessions((sessions) => sessions.phase);
  const problem = useSessions((sessions) => sessions.problem);
  if (phase === "failed") {
    return (
      <div className="list-note" role="alert">
        <p>{problem}</p>
        <Button onClick={() => void askSessions()}>Try again</Button>
      </div>
    );
  }
  if (phase !== "ready") return null;
  return (
    <p className="list-note">
      {failed
        ? "No session has failed."
        : "No client has connected yet. Every connection is kept here, also one that gives up."}
    </p>
  );
}
