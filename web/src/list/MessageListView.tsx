import { type MouseEvent, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { openMessage, pickRangeTo, togglePick } from "../data/message-actions.ts";
import { routeHref, routeTo, useRoute } from "../data/router.ts";
import { type ShownList, shownIdOf, useShownList } from "../data/shown-list.ts";
import { useInbox } from "../data/stores.ts";
import { useRowWords } from "../data/use-search-words.ts";
import { formatCount } from "../model/format.ts";
import { findGapRange, positionOfIndex } from "../model/gap.ts";
import { indexOfMessage } from "../model/inbox.ts";
import { ArrowUp } from "../ui/icons.tsx";
import { clickedRowId, focusListOf } from "../ui/rows/row-clicks.ts";
import { useRowHeight } from "../ui/rows/use-row-height.ts";
import { useScrollState, useVirtualList } from "../ui/rows/use-virtual-list.ts";
import { ListNote } from "./ListNote.tsx";
import { MessageRow } from "./MessageRow.tsx";
import { useDuplicates } from "./use-duplicates.ts";
import { useFreshness } from "./use-freshness.ts";
import { usePrefetch } from "./use-prefetch.ts";
import { useRowElements } from "./use-row-elements.ts";
import { useScrollAnchor } from "./use-scroll-anchor.ts";
import { useScrollIdle } from "./use-scroll-motion.ts";
import "../ui/rows/rows.css";

/** Handles clicks on all rows: opens a row, or selects it with shift, ctrl, or a click on its leading edge. */
function onRowClick(event: MouseEvent<HTMLElement>): void {
  const id = clickedRowId(event);
  if (id === undefined) return;
  focusListOf(event);
  if (event.button === 1) window.open(routeHref(routeTo({ id })), "_blank", "noopener");
  else if (event.shiftKey) void pickRangeTo(id);
  else if (event.ctrlKey || event.metaKey || isPickClick(event)) togglePick(id);
  else openMessage(id);
}

function isPickClick({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest("[data-pick]") !== null;
}

/** The messages, newest first. Only visible rows are rendered. */
export function MessageListView() {
  const shown = useShownList();
  const { rows, matched, counts, withUnread } = shown;
  const query = useInbox((inbox) => inbox.answeredQuery);
  const next = useInbox((inbox) => inbox.next);
  const isReady = useInbox((inbox) => inbox.phase === "ready");
  const isLoading = useInbox((inbox) => inbox.phase === "loading");
  const { cursor, openId } = useMarkedRows(shown);
  const picked = useInbox((inbox) => inbox.picked);
  const duplicates = useDuplicates();
  const words = useRowWords();
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, height } = useRowHeight(root);
  const gapRange = findGapRange(shown);
  const knownCount = rows.length + gapRange.size;
  const count = next === null ? knownCount : Math.max(knownCount, matched);
  const scroll = useScrollAnchor(useScrollState(scroller), { query, rows, gapRange, count, height });
  const list = useVirtualList(scroll, count, height);
  const freshAfter = useFreshness(query, rows);

  const isIdle = useScrollIdle(list.first);
  usePrefetch(shown, list, isIdle);

  useCursorInView({ cursor, isReady, height }, (id) => {
    const row = indexOfMessage(shown, id);
    if (row >= 0) list.scrollToRow(positionOfIndex(row, gapRange));
  });
  useLayoutEffect(() => root.current?.style.setProperty("--row", `${height}px`), [height]);

  const elements = useRowElements(list, { rows, gapRange, count, height });
  return (
    <div
      className="list"
      ref={root}
      data-lines={lines}
      data-scrolls={list.totalHeight > scroll.view.height ? "" : undefined}
    >
      {lines === 1 && (rows.length > 0 || isLoading) && <ColumnHeadings />}
      {scroll.newRowsAbove > 0 && (
        <NewMessagesPill count={scroll.newRowsAbove} onClick={() => scroll.viewport.scrollTo(0)} />
      )}
      <div
        ref={scroller}
        className="list-scroll"
        role="listbox"
        tabIndex={0}
        aria-label="Messages"
        aria-multiselectable
        aria-busy={isLoading}
        aria-activedescendant={elements.some(({ row }) => row?.id === cursor) ? `row-${cursor}` : undefined}
        data-testid="message-list"
        onClick={onRowClick}
        onAuxClick={onRowClick}
      >
        <div className="windowed" role="presentation" style={{ height: list.totalHeight }}>
          {elements.map(({ key, index, top, row }) => {
            if (row === undefined) return <SkeletonRow key={key} top={top} />;
            return (
              <MessageRow
                key={key}
                row={row}
                index={index}
                count={count}
                top={top}
                open={row.id === openId}
                cursor={row.id === cursor}
                picked={picked.has(row.id)}
                threadCount={counts.get(row.id) ?? 1}
                threadUnread={withUnread.has(row.id)}
                duplicate={duplicates.has(row.id)}
                fresh={row.seq > freshAfter}
                words={words}
              />
            );
          })}
        </div>
      </div>
      {isLoading && count === 0 && <LoadingRows />}
      <ListNote />
    </div>
  );
}

/** Scrolls when the cursor moves, the list was loaded, or the row height changes; never because of new mail. */
function useCursorInView(
  { cursor, isReady, height }: { cursor: string | null; isReady: boolean; height: number },
  scrollToMessage: (id: string | null) => void,
): void {
  const scroll = useEffectEvent(scrollToMessage);
  useEffect(() => {
    if (isReady && height > 0) scroll(cursor);
  }, [cursor, isReady, height]);
}

/** Returns the rows of the cursor and of the open message. Within a thread, it is the row of the thread. */
function useMarkedRows(shown: ShownList): { cursor: string | null; openId: string | null } {
  const cursor = useInbox((inbox) => inbox.cursor);
  const openId = useRoute((route) => (route.view === "messages" ? route.id : null));
  return { cursor: shownIdOf(cursor, shown), openId: shownIdOf(openId, shown) };
}

/** Shows how many messages arrived above the visible ones; scrolls to them. */
function NewMessagesPill({ count, onClick }: { readonly count: number; readonly onClick: () => void }) {
  return (
    <button type="button" className="list-pill" data-testid="new-pill" onClick={onClick}>
      <ArrowUp size={13} /> {formatCount(count)} new
    </button>
  );
}

/** Placeholder for the rows; visible only if loading takes long. */
function LoadingRows() {
  return (
    <div className="list-waiting" aria-hidden>
      {Array.from({ length: 12 }, (_, at) => (
        <SkeletonRow key={at} />
      ))}
    </div>
  );
}

function ColumnHeadings() {
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

/** Placeholder for a row that is being loaded. */
function SkeletonRow({ top }: { readonly top?: number }) {
  return (
    <div className="row row-skeleton" aria-hidden style={{ top }}>
      <span className="row-from" />
      <span className="row-subject" />
    </div>
  );
}
