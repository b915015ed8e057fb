import type { MessageList, MessageSummary, StreamEvent } from "@mailglass/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findGapRange, indexAtPosition, nextPageToLoad, positionOfIndex } from "./gap.ts";
import { reduceInbox } from "./inbox.ts";
import type { InboxAction } from "./inbox-action.ts";
import { EMPTY_INBOX, type InboxState } from "./inbox-state.ts";
import { getListExtent } from "./list-extent.ts";

const idOf = (seq: number): string => `m${String(seq).padStart(5, "0")}`;
const message = (seq: number): MessageSummary => ({ id: idOf(seq), seq, read: true }) as MessageSummary;

/** A server with `count` messages, and the page that is told of all that happens there. */
class Both {
  readonly #limit: number;
  /** Newest first. */
  seqs: number[];
  #last: number;
  readonly #deleted: number[] = [];
  inbox: InboxState;

  constructor(count: number, limit: number) {
    this.#limit = limit;
    this.#last = count;
    this.seqs = Array.from({ length: count }, (_, at) => count - at);
    this.inbox = reduceInbox(EMPTY_INBOX, { type: "loaded", query: "", list: this.list(0) });
  }

  list(offset: number, before = Number.POSITIVE_INFINITY): MessageList {
    const some = this.seqs.filter((seq) => seq < before).slice(offset);
    const items = some.slice(0, this.#limit).map(message);
    const next = some.length > items.length ? (items.at(-1)?.seq ?? null) : null;
    const { length } = this.seqs;
    return { items, next, matched: length, matchedUnread: 0, total: length, unread: 0, seq: this.#last, instance: "i" };
  }

  act(...actions: InboxAction[]): void {
    this.inbox = actions.reduce(reduceInbox, this.inbox);
  }

  /** The page that begins at a place of the list as it is shown; `meanwhile` happens between the question and the answer. */
  elsewhere(place: number, meanwhile: () => void = () => {}): void {
    const list = this.list(place);
    meanwhile();
    this.act({ type: "page-at", query: "", offset: place, list, removedIds: new Set() });
  }

  /** What was deleted is restored. */
  restore(): void {
    for (const seq of this.#deleted.splice(0)) {
      this.seqs = [...this.seqs, seq].sort((a, b) => b - a);
      this.#tell({ type: "message.restored", seq: ++this.#last, message: message(seq), undo: "u" });
    }
  }

  older(): void {
    const { next } = this.inbox;
    if (next === null) return;
    this.act({ type: "older-page", query: "", list: this.list(0, next), removedIds: new Set() });
  }

  arrive(): void {
    const seq = ++this.#last;
    this.seqs.unshift(seq);
    this.#tell({ type: "message.added", seq, message: message(seq) });
  }

  remove(at: number): string | undefined {
    const [gone] = this.seqs.splice(at, 1);
    if (gone === undefined) return undefined;
    this.#deleted.push(gone);
    this.#tell({ type: "message.removed", seq: ++this.#last, ids: [idOf(gone)], reason: "deleted" });
    return idOf(gone);
  }

  #tell(event: StreamEvent): void {
    this.act({ type: "events", events: [event] });
  }

  /** The rows where the page shows them, and those that the server has there. */
  shown(): { shown: (number | undefined)[]; kept: (number | undefined)[] } {
    const hole = findGapRange(this.inbox);
    const shown = this.seqs.map((_, place) => this.inbox.rows[indexAtPosition(place, hole)]?.seq);
    return { shown, kept: this.seqs.map((seq, place) => (shown[place] === undefined ? undefined : seq)) };
  }
}

describe("a list with a gap", () => {
  it("shows the rows where the bar came to rest at their places, and those at the top", () => {
    const both = new Both(100, 10);
    both.elsewhere(90);
    expect(both.inbox.rows.map(({ seq }) => seq)).toEqual([
      100, 99, 98, 97, 96, 95, 94, 93, 92, 91, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
    expect(findGapRange(both.inbox)).toEqual({ index: 10, size: 80 });
    expect(both.inbox.next).toBeNull();
    both.elsewhere(50);
    expect(both.shown()).toMatchObject({ shown: expect.arrayContaining([50, 41]) });
    expect(both.inbox.next).toBe(41);
  });

  it("closes as it is read from either side", () => {
    const both = new Both(40, 10);
    both.elsewhere(28);
    both.elsewhere(8);
    expect(findGapRange(both.inbox)).toEqual({ index: 18, size: 10 });
    both.elsewhere(20);
    expect(both.inbox.gap).not.toBeNull();
    both.elsewhere(16);
    expect(both.inbox).toMatchObject({ gap: null, next: 3 });
    expect(both.inbox.rows.map(({ seq }) => seq)).toEqual(both.seqs.slice(0, 38));
  });

  it("is read again as far as it was, wherever its rows have got to by then", () => {
    const both = new Both(100, 10);
    both.elsewhere(60);
    both.arrive();
    both.remove(80);
    expect(getListExtent(both.inbox)).toEqual({ oldestSeq: 91, behindGap: { length: 10, older: 38 } });
    expect(both.seqs.length - 38 - 1).toBe(both.seqs.indexOf(40));
  });

  it("shows a restored message only where all around it is known", () => {
    const both = new Both(100, 10);
    both.elsewhere(60);
    for (const seq of [98, 38]) both.remove(both.seqs.indexOf(seq));
    both.elsewhere(80);
    both.restore();
    expect(both.inbox.rows.map(({ seq }) => seq)).toEqual([...both.seqs.slice(0, 10), ...both.seqs.slice(82, 92)]);
    expect(findGapRange(both.inbox)).toEqual({ index: 10, size: 72 });
  });

  it("goes on when all rows on one side of it are deleted", () => {
    const above = new Both(100, 10);
    above.elsewhere(60);
    for (let count = 0; count < 10; count++) above.remove(0);
    above.arrive();
    expect(findGapRange(above.inbox)).toEqual({ index: 1, size: 50 });
    above.remove(0);
    above.elsewhere(0);
    expect(above.shown().shown.slice(0, 12)).toEqual([...above.seqs.slice(0, 10), undefined, undefined]);
    expect(above.shown().shown.slice(50, 60)).toEqual(above.seqs.slice(50, 60));

    const below = new Both(100, 10);
    below.elsewhere(60);
    for (let count = 0; count < 10; count++) below.remove(60);
    below.elsewhere(2);
    expect(below.inbox).toMatchObject({ gap: null, next: 89 });
    below.older();
    expect(below.inbox.rows.map(({ seq }) => seq)).toEqual(below.seqs.slice(0, 22));

    const none = new Both(20, 10);
    for (let count = 0; count < 10; count++) none.remove(0);
    none.elsewhere(0);
    expect(none.inbox).toMatchObject({ gap: null, next: null });
  });

  it("stays the same where a page brings nothing that is not here, so that nobody asks for it again and again", () => {
    const both = new Both(100, 10);
    both.elsewhere(60);
    for (const place of [0, 60]) {
      const before = both.inbox;
      both.elsewhere(place);
      expect(both.inbox).toBe(before);
    }
  });

  it("shows every row at its place, whatever comes and goes and is read, and takes none twice", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("arrive" as const), at: fc.nat(99) }),
      fc.record({ do: fc.constantFrom("remove" as const, "elsewhere" as const, "late" as const), at: fc.nat(99) }),
      fc.record({ do: fc.constantFrom("older" as const, "evict" as const), at: fc.nat(99) }),
      fc.record({ do: fc.constant("restore" as const), at: fc.nat(99) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const both = new Both(60, 8);
        for (const { do: what, at } of steps) {
          const place = Math.floor((at / 100) * both.seqs.length);
          if (what === "arrive") both.arrive();
          else if (what === "remove") both.remove(place);
          else if (what === "restore") both.restore();
          else if (what === "evict") both.remove(both.seqs.length - 1);
          else if (what === "elsewhere") both.elsewhere(place);
          else if (what === "older") both.older();
          // While the page is on its way one message comes.
          else both.elsewhere(place, () => both.arrive());
          const { rows, gap } = both.inbox;
          expect(rows.every((row, index) => index === 0 || row.seq < (rows[index - 1]?.seq ?? 0))).toBe(true);
          // A gap that turned out to be none is one until a page bridges it, and pushes what is behind it down by one row.
          const { index: hole } = findGapRange(both.inbox);
          const bridged = gap !== null && rows[hole] && both.seqs.indexOf(rows[hole].seq) === hole;
          if (bridged) continue;
          const { shown, kept } = both.shown();
          expect(shown).toEqual(kept);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("what is read next", () => {
  const both = new Both(5_000, 500);
  const need = (first: number, rests: boolean) =>
    nextPageToLoad(both.inbox, 500, { first, end: first + 40, isIdle: rests });

  it("is the page behind what is seen, and where one is far from all that is here, the rows there once it rests", () => {
    expect(need(0, false)).toBeNull();
    expect(need(300, false)).toBe("older");
    expect([need(3_000, false), need(3_000, true)]).toEqual([null, 2_850]);
    expect(need(600, true)).toBe("older");
  });

  it("closes the gap from the side that is seen", () => {
    both.elsewhere(2_850);
    expect([need(3_000, true), need(100, true)]).toEqual([null, null]);
    expect(need(2_900, false)).toBe(2_400);
    expect(need(480, false)).toBe(450);
    expect([need(1_500, false), need(1_500, true)]).toEqual([null, 1_350]);
    expect(need(3_200, false)).toBe("older");
  });
});

it("an index and a place lead to each other", () => {
  const hole = { index: 3, size: 4 };
  expect([0, 1, 2, 3, 4].map((index) => positionOfIndex(index, hole))).toEqual([0, 1, 2, 7, 8]);
  expect([0, 2, 3, 6, 7].map((place) => indexAtPosition(place, hole))).toEqual([0, 2, -1, -1, 3]);
});
