import { ArrowUp } from "lucide-react";
import { type MouseEvent, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { hrefOf, routeTo, useRoute } from "../app/router.ts";
import { inbox, useInbox } from "../app/stores.ts";
import { formatCount } from "../model/format.ts";
import { holeIn, indexAt, placeOf } from "../model/gap.ts";
import { indexOf } from "../model/inbox.ts";
import { useWords } from "../search/use-words.ts";
import { rowIdOf } from "../ui/row-id.ts";
import { useScrolling, useWindow } from "../ui/use-window.ts";
import { Windowed } from "../ui/Windowed.tsx";
import { openMessage, pickTo, togglePick } from "./actions.ts";
import { ListNote } from "./ListNote.tsx";
import { MessageRow } from "./MessageRow.tsx";
import { useFreshness } from "./use-freshness.ts";
import { useKeptPlace } from "./use-kept-place.ts";
import { useReading } from "./use-reading.ts";
import { useRowHeight } from "./use-row-height.ts";
import "./list.css";

/** A click on a row opens it; with shift or ctrl, or on its leading edge, it picks. One ear for all rows. */
function onRowClick(event: MouseEvent<HTMLElement>): void {
  const id = rowIdOf(event);
  if (id === undefined) return;
  if (event.button === 1) window.open(hrefOf(routeTo({ id })), "_blank", "noopener");
  else if (event.shiftKey) void pickTo(id);
  else if (event.ctrlKey || event.metaKey || isOnPick(event)) togglePick(id);
  else openMessage(id);
}

function isOnPick({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest("[data-pick]") !== null;
}

/** The messages, newest first; as many rows are drawn as are seen. */
export function MessageList() {
  const rows = useInbox((inbox) => inbox.rows);
  const query = useInbox((inbox) => inbox.answered);
  const gap = useInbox((inbox) => inbox.gap);
  const next = useInbox((inbox) => inbox.next);
  const matched = useInbox((inbox) => inbox.matched);
  const ready = useInbox((inbox) => inbox.phase === "ready");
  const cursor = useInbox((inbox) => inbox.cursor);
  const picked = useInbox((inbox) => inbox.picked);
  const open = useRoute((route) => (route.room === "messages" ? route.id : null));
  const words = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, height } = useRowHeight(frame);
  const hole = holeIn({ rows, gap, matched });
  const known = rows.length + hole.size;
  const count = next === null ? known : Math.max(known, matched);
  const place = useKeptPlace(useScrolling(scroller), { query, rows, hole, count, height });
  const list = useWindow(place, count, height);
  const freshAfter = useFreshness(query, rows);

  useReading(list);

  const showCursor = useEffectEvent((id: string | null) => {
    const row = indexOf(inbox.get(), id);
    if (row >= 0) list.show(placeOf(row, hole));
  });
  // When it moves, when the list has been read, when rows change their height; new mail must not bring one back to it.
  useEffect(() => {
    if (ready && height > 0) showCursor(cursor);
  }, [cursor, ready, height]);
  useLayoutEffect(() => frame.current?.style.setProperty("--row", `${height}px`), [height]);

  const places = Array.from({ length: list.end - list.first }, (_, at) => list.first + at);
  const drawn = places.map((place) => rows[indexAt(place, hole)]);
  return (
    <div className="list" ref={frame} data-lines={lines} data-scrolls={list.total > place.view.height ? "" : undefined}>
      {lines === 1 && (rows.length > 0 || !ready) && <ListHead />}
      {place.above > 0 && (
        <button type="button" className="list-pill" data-testid="new-pill" onClick={() => place.viewport.scrollTo(0)}>
          <ArrowUp size={13} aria-hidden /> {formatCount(place.above)} new
        </button>
      )}
      <div
        ref={scroller}
        className="list-scroll"
        role="listbox"
        tabIndex={0}
        aria-label="Messages"
        aria-multiselectable
        aria-busy={!ready}
        aria-activedescendant={drawn.some((row) => row?.id === cursor) ? `row-${cursor}` : undefined}
        data-testid="message-list"
        onClick={onRowClick}
        onAuxClick={onRowClick}
      >
        <Windowed list={list}>
          {drawn.map((row, at) => {
            // The element of a row that has left is drawn anew for one that has come: a list that is scrolled makes and
            // throws away next to nothing. Counted from the oldest, so that new mail takes no row's element from it.
            const key = (count - list.first - at) % list.most;
            if (row === undefined) return <SkeletonRow key={`skeleton ${key}`} />;
            return (
              <MessageRow
                key={key}
                row={row}
                index={list.first + at}
                count={count}
                open={row.id === open}
                cursor={row.id === cursor}
                picked={picked.has(row.id)}
                fresh={row.seq > freshAfter}
                words={words}
              />
            );
          })}
        </Windowed>
      </div>
      {!ready && count === 0 && <Waiting />}
      <ListNote />
    </div>
  );
}

/** Where the rows will be; seen only if they take long. */
function Waiting() {
  return (
    <div className="list-waiting" aria-hidden>
      {Array.from({ length: 12 }, (_, at) => (
        <SkeletonRow key={at} />
      ))}
    </div>
  );
}

function ListHead() {
  return (
    <div className="list-head" aria-hidden>
      <span className="head-from">From</span>
      <span className="head-to">To</span>
      <span className="head-subject">Subject</span>
      <span className="head-size">Size</span>
      <span className="head-time">Received</span>
    </div>
  );
}

/** Stands for a row that is on its way. */
function SkeletonRow() {
  return (
    <div className="row row-skeleton" aria-hidden>
      <span className="row-from" />
      <span className="row-subject" />
    </div>
  );
}
