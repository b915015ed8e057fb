import { type MouseEvent, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { askOlderSessions, askSessions } from "../app/live.ts";
import { go, routeTo, useRoute } from "../app/router.ts";
import { useSessions } from "../app/stores.ts";
import { useRowHeight } from "../list/use-row-height.ts";
import { formatAmount } from "../model/format.ts";
import { settings, useSettings } from "../settings/settings.ts";
import { Button, Segments } from "../ui/Button.tsx";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { Pending } from "../ui/Pending.tsx";
import { Split } from "../ui/Split.tsx";
import { useWindow } from "../ui/use-window.ts";
import { Windowed } from "../ui/Windowed.tsx";
import { SessionPane } from "./SessionPane.tsx";
import { SessionRow } from "./SessionRow.tsx";
import "../list/list.css";
import "./sessions.css";

/** Every SMTP session as it happens, those that never came to DATA too. */
export function SessionsRoom() {
  const id = useRoute((route) => route.id);
  const split = useSettings((settings) => settings.split);
  useEffect(() => void askSessions(), []);
  return (
    <Split
      label="Width of the list"
      share={split}
      onShare={(split) => settings.dispatch({ split })}
      side={<SessionList open={id} />}
      main={
        id === null ? null : (
          <ErrorBoundary key={id}>
            <Suspense fallback={<Pending />}>
              <SessionPane id={id} />
            </Suspense>
          </ErrorBoundary>
        )
      }
    />
  );
}

type Wanted = "all" | "failed";

function SessionList({ open }: { open: string | null }) {
  const all = useSessions((sessions) => sessions.rows);
  const next = useSessions((sessions) => sessions.next);
  const phase = useSessions((sessions) => sessions.phase);
  const problem = useSessions((sessions) => sessions.problem);
  const [wanted, setWanted] = useState<Wanted>("all");
  const [cursor, setCursor] = useState<string | null>(open);
  const rows = wanted === "failed" ? all.filter((session) => session.failed) : all;
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, height } = useRowHeight(frame);
  const list = useWindow(scroller, rows.length, height);
  useLayoutEffect(() => frame.current?.style.setProperty("--row", `${height}px`), [height]);
  useEffect(() => {
    if (next !== null && phase === "ready" && list.end > rows.length - 50) void askOlderSessions();
  }, [next, phase, list.end, rows.length]);

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const id = (event.target as Element).closest<HTMLElement>("[data-id]")?.dataset.id;
    if (id === undefined) return;
    setCursor(id);
    go(routeTo({ room: "sessions", id }));
  };
  const onMove = (by: number) => {
    const from = rows.findIndex((row) => row.id === (cursor ?? open));
    const row = rows[from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + by))];
    if (!row) return;
    setCursor(row.id);
    list.show(rows.indexOf(row));
    if (open !== null) go(routeTo({ room: "sessions", id: row.id }), "replace");
  };

  return (
    <>
      <div className="search sessions-head">
        <h1>SMTP sessions</h1>
        <Segments
          label="Which sessions"
          value={wanted}
          onChange={setWanted}
          options={[
            { value: "all", label: "All" },
            { value: "failed", label: "Failed" },
          ]}
        />
      </div>
      <div className="list-bar">
        <span className="list-count" data-testid="session-count">
          {formatAmount(rows.length, "session")}
          {next !== null && " and older ones"}
        </span>
      </div>
      <div className="list sessions" ref={frame} data-lines={lines}>
        <div
          ref={scroller}
          className="list-scroll"
          role="listbox"
          tabIndex={0}
          aria-label="Sessions"
          aria-activedescendant={
            rows.slice(list.first, list.end).some((row) => row.id === cursor) ? `session-${cursor}` : undefined
          }
          data-testid="session-list"
          onClick={onClick}
          onKeyDown={(event) => {
            const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
            if (by !== undefined) onMove(by);
            else if (event.key === "Enter" && cursor !== null) go(routeTo({ room: "sessions", id: cursor }));
            else return;
            event.preventDefault();
          }}
        >
          <Windowed list={list}>
            {rows.slice(list.first, list.end).map((session, at) => (
              <SessionRow
                key={session.id}
                session={session}
                index={list.first + at}
                count={rows.length}
                open={session.id === open}
                cursor={session.id === cursor}
              />
            ))}
          </Windowed>
        </div>
        {phase === "failed" && (
          <div className="list-note" role="alert">
            <p>{problem}</p>
            <Button onClick={() => void askSessions()}>Try again</Button>
          </div>
        )}
        {phase === "ready" && rows.length === 0 && (
          <p className="list-note">
            {wanted === "failed"
              ? "No session has failed."
              : "No client has connected yet. Every connection is kept here, also one that gives up."}
          </p>
        )}
      </div>
    </>
  );
}
