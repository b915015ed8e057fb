import type { MessageSummary } from "@mailglass/shared";
import { useMemo } from "react";
import { findGapRange, type PartialList } from "../model/gap.ts";
import { indexOfSeq } from "../model/rows.ts";
import { groupByThread, type ThreadedList } from "../model/threads.ts";
import { settingsStore, useSettings } from "./settings.ts";
import { inboxStore, useInbox } from "./stores.ts";

/**
 * The list as it is shown: the loaded rows, with those of a thread in one. It is a list like the loaded one, with fewer
 * messages, so that scrolling works in the same way for both.
 */
export interface ShownList extends PartialList, ThreadedList<MessageSummary> {
  readonly rows: readonly MessageSummary[];
}

/** Grouped once per array of rows: several components and the keys use the result. */
const groupedLists = new WeakMap<readonly MessageSummary[], ThreadedList<MessageSummary>>();

function groupRows(rows: readonly MessageSummary[]): ThreadedList<MessageSummary> {
  const known = groupedLists.get(rows);
  if (known) return known;
  const grouped = groupByThread(rows);
  groupedLists.set(rows, grouped);
  return grouped;
}

type LoadedList = PartialList & { readonly rows: readonly MessageSummary[]; readonly answeredQuery: string };

const NO_THREADS = {
  counts: new Map<string, number>(),
  withUnread: new Set<string>(),
  newestOf: new Map<string, string>(),
} satisfies Omit<ThreadedList<MessageSummary>, "rows">;

/** A search shows every match. */
function toShownList({ rows, gap, matched, answeredQuery }: LoadedList, isGrouped: boolean): ShownList {
  if (!isGrouped || answeredQuery !== "") return { rows, gap, matched, ...NO_THREADS };
  const grouped = groupRows(rows);
  return { ...grouped, gap, matched: matched - grouped.newestOf.size };
}

/** Returns the list as it is shown, for code outside rendering. */
export function getShownList(): ShownList {
  return toShownList(inboxStore.get(), settingsStore.get().threads === "grouped");
}

export function useShownList(): ShownList {
  const rows = useInbox((inbox) => inbox.rows);
  const gap = useInbox((inbox) => inbox.gap);
  const matched = useInbox((inbox) => inbox.matched);
  const answeredQuery = useInbox((inbox) => inbox.answeredQuery);
  const isGrouped = useSettings((settings) => settings.threads === "grouped");
  return useMemo(
    () => toShownList({ rows, gap, matched, answeredQuery }, isGrouped),
    [rows, gap, matched, answeredQuery, isGrouped],
  );
}

/** Returns the message whose row stands for a message: the newest of its thread, or itself. */
export function shownIdOf(
  id: string | null,
  { newestOf }: Pick<ShownList, "newestOf"> = getShownList(),
): string | null {
  return id === null ? null : (newestOf.get(id) ?? id);
}

/** Converts a position in the shown list to one in the server's list. */
export function toServerPosition(position: number, shown: ShownList): number {
  const loaded = inboxStore.get();
  const gap = findGapRange(loaded);
  const shownGap = findGapRange(shown);
  const isBehindGap = position >= shownGap.index + shownGap.size;
  if (position >= shownGap.index && !isBehindGap) return gap.index + position - shownGap.index;
  const index = isBehindGap ? position - shownGap.size : position;
  const row = shown.rows[index];
  const loadedIndex =
    row === undefined ? loaded.rows.length + index - shown.rows.length : indexOfSeq(loaded.rows, row.seq);
  return isBehindGap ? loadedIndex + gap.size : loadedIndex;
}

/** Returns whether a message is read, as its row says; `otherwise` if it is not in the list. */
export function useIsRead(id: string, otherwise: boolean): boolean {
  return useInbox((inbox) => inbox.rows.find((row) => row.id === id)?.read ?? otherwise);
}
