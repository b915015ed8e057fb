import type { MessageList, MessageSummary, StreamEvent } from "@mailglass/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findNeighbor, reduceInbox } from "./inbox.ts";
import type { InboxAction } from "./inbox-action.ts";
import { EMPTY_INBOX, type InboxState } from "./inbox-state.ts";

function message(seq: number, more: Partial<MessageSummary> = {}): MessageSummary {
  return {
    id: `m${seq}`,
    seq,
    receivedAt: "2026-01-01T00:00:00.000Z",
    size: 100,
    from: null,
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    sender: "",
    recipients: [],
    addressCounts: { to: 0, cc: 0, bcc: 0, replyTo: 0, recipients: 0 },
    source: "smtp",
    user: null,
    subject: `subject ${seq}`,
    messageId: "",
    threadId: "",
    snippet: "",
    attachmentCount: 0,
    hasHtml: false,
    findingCounts: { error: 0, warning: 0, info: 0 },
    partial: false,
    read: false,
    tags: [],
    sessionId: null,
    ...more,
  };
}

const added = (seq: number): StreamEvent => ({ type: "message.added", seq, message: message(seq) });
const removed = (seq: number, ...ids: string[]): StreamEvent => ({
  type: "message.removed",
  seq,
  ids,
  reason: "deleted",
});

const restoredEvent = (seq: number, of: number) =>
  ({ type: "message.restored", seq, message: message(of), undo: "u" }) as const satisfies StreamEvent;

function list(...seqs: number[]): MessageList {
  const items = seqs.map((seq) => message(seq));
  const { length } = items;
  return {
    items,
    total: length,
    unread: length,
    matched: length,
    matchedUnread: length,
    next: null,
    seq: 0,
    instance: "i",
  };
}

const run = (inbox: InboxState, ...actions: InboxAction[]): InboxState => actions.reduce(reduceInbox, inbox);
const ready = (...seqs: number[]): InboxState => run(EMPTY_INBOX, { type: "loaded", query: "", list: list(...seqs) });
const ids = (inbox: InboxState): string[] => inbox.rows.map((row) => row.id);

describe("the inbox", () => {
  it("adds the new messages of a frame at the top, newest first, and counts them", () => {
    const inbox = run(ready(2, 1), { type: "events", events: [added(3), added(4)] });
    expect(ids(inbox)).toEqual(["m4", "m3", "m2", "m1"]);
    expect(inbox).toMatchObject({ total: 4, matched: 4, unread: 4 });
  });

  it("only counts new messages during a search, and marks the search as stale", () => {
    const searched = run(ready(1), { type: "loading", query: "x" }, { type: "loaded", query: "x", list: list(1) });
    const inbox = run(searched, { type: "events", events: [added(2)] });
    expect(ids(inbox)).toEqual(["m1"]);
    expect(inbox).toMatchObject({ total: 2, matched: 1, unread: 2, stale: true });
  });

  it("adds what a search has found since it was requested", () => {
    const searched = run(ready(1), { type: "loading", query: "x" }, { type: "loaded", query: "x", list: list(1) });
    const inbox = run(searched, { type: "newer-page", query: "x", list: list(3, 1), removedIds: new Set() });
    expect(ids(inbox)).toEqual(["m3", "m1"]);
    expect(inbox).toMatchObject({ matched: 2, stale: false });
  });

  it("knows how many results of a search are unread, including those that are not loaded", () => {
    const part = { ...list(3, 2), matched: 700, matchedUnread: 600, next: 2 };
    const searched = run(ready(), { type: "loading", query: "x" }, { type: "loaded", query: "x", list: part });
    expect(searched.matchedUnread).toBe(600);
    const counted = { ...list(), total: 900, unread: 700, matchedUnread: 500 };
    expect(run(searched, { type: "counted", query: "x", list: counted })).toMatchObject({
      total: 900,
      unread: 700,
      matched: 700,
      matchedUnread: 500,
    });
    expect(run(searched, { type: "counted", query: "y", list: counted }).matchedUnread).toBe(600);
    const since: InboxAction = { type: "newer-page", query: "x", list: list(5, 4, 3), removedIds: new Set() };
    const marked: InboxAction = { type: "marked", ids: ["m3", "m1"], read: true };
    expect(run(searched, marked).matchedUnread).toBe(599);
    expect(run(searched, since).matchedUnread).toBe(602);
    expect(run(searched, { type: "events", events: [removed(9, "m2")] }).matchedUnread).toBe(599);
  });

  it("ignores the server's count when all messages are loaded", () => {
    const part = { ...list(3, 2), matched: 3, total: 3, matchedUnread: 3, next: 2 };
    const marked = run(
      ready(),
      { type: "loading", query: "x" },
      { type: "loaded", query: "x", list: part },
      { type: "marked", ids: ["m3"], read: true },
    );
    const whole = run(marked, { type: "older-page", query: "x", list: list(1), removedIds: new Set() });
    expect([whole.rows.length, whole.matchedUnread]).toEqual([3, 2]);
    expect(run(whole, { type: "counted", query: "x", list: part }).matchedUnread).toBe(2);
  });

  it("counts unread results itself when all results are loaded", () => {
    const searched = run(
      ready(),
      { type: "loading", query: "x" },
      { type: "loaded", query: "x", list: list(2, 1) },
      { type: "marked", ids: ["m1"], read: true },
    );
    expect(searched.matchedUnread).toBe(1);
  });

  it("ignores the response to a search that has been replaced", () => {
    const inbox = run(ready(1), { type: "loading", query: "x" }, { type: "loaded", query: "y", list: list(7) });
    expect(ids(inbox)).toEqual(["m1"]);
  });

  it("applies no event twice, and none that the loaded list includes", () => {
    const read = run(EMPTY_INBOX, { type: "loaded", query: "", list: { ...list(2, 1), seq: 2 } });
    const inbox = run(
      read,
      { type: "events", events: [added(1), added(2), added(3)] },
      { type: "events", events: [added(3)] },
    );
    expect(ids(inbox)).toEqual(["m3", "m2", "m1"]);
    expect(inbox).toMatchObject({ total: 3, unread: 3 });
  });

  it("applies events that are replayed after a hello with a larger number", () => {
    const hello: StreamEvent = { type: "hello", seq: 9, instance: "i", version: "1" };
    const inbox = run(ready(1), { type: "events", events: [hello] }, { type: "events", events: [added(2), added(9)] });
    expect(ids(inbox)).toEqual(["m9", "m2", "m1"]);
  });

  it("does not show messages again that were removed while an older page was loading", () => {
    const inbox = run(ready(3), { type: "older-page", query: "", list: list(2, 1), removedIds: new Set(["m2"]) });
    expect(ids(inbox)).toEqual(["m3", "m1"]);
  });

  it("marks messages that were read on this page or elsewhere, and updates the count", () => {
    const changed: StreamEvent = { type: "message.changed", seq: 9, id: "m1", read: true, tags: ["a"] };
    const inbox = run(ready(2, 1), { type: "events", events: [changed] }, { type: "events", events: [changed] });
    expect(inbox.rows[1]).toMatchObject({ read: true, tags: ["a"] });
    expect(inbox.unread).toBe(1);
  });

  it("removes deleted and evicted messages, and moves the cursor to the neighbour", () => {
    const inbox = run(ready(3, 2, 1), { type: "focused", id: "m2" }, { type: "events", events: [removed(4, "m2")] });
    expect(ids(inbox)).toEqual(["m3", "m1"]);
    expect(inbox).toMatchObject({ cursor: "m1", total: 2, matched: 2, unread: 2 });
  });

  it("is empty after the mailbox was cleared, except for messages that arrived later in the same frame", () => {
    const inbox = run(ready(2, 1), {
      type: "events",
      events: [added(3), { type: "mailbox.cleared", seq: 4 }, added(5)],
    });
    expect(ids(inbox)).toEqual(["m5"]);
    expect(inbox).toMatchObject({ total: 1, unread: 1, next: null });
  });

  it("shows a restored message at its position, with its marks", () => {
    const gone = run(ready(3, 2, 1), { type: "events", events: [removed(4, "m2")] });
    const restored: StreamEvent = { ...restoredEvent(6, 2), message: message(2, { read: true }) };
    const back = run(gone, { type: "events", events: [added(5), restored] });
    expect(ids(back)).toEqual(["m5", "m3", "m2", "m1"]);
    expect(back).toMatchObject({ total: 4, matched: 4, unread: 3, matchedUnread: 3 });
    expect(back.rows[2]?.read).toBe(true);
  });

  it("only counts a restored message that is older than the loaded rows", () => {
    const part = { ...list(4, 3), total: 4, matched: 4, next: 3 };
    const gone = run(
      EMPTY_INBOX,
      { type: "loaded", query: "", list: part },
      { type: "events", events: [removed(5, "m1")] },
    );
    const back = run(gone, { type: "events", events: [restoredEvent(6, 1)] });
    expect([ids(back), back.total, back.matched, back.next]).toEqual([["m4", "m3"], 4, 4, 3]);
  });

  it("only counts restored messages during a search", () => {
    const searched = run(ready(1), { type: "loading", query: "x" }, { type: "loaded", query: "x", list: list(1) });
    const inbox = run(searched, { type: "events", events: [restoredEvent(9, 2)] });
    expect(ids(inbox)).toEqual(["m1"]);
    expect(inbox).toMatchObject({ total: 2, unread: 2, matched: 1 });
  });

  it("finds the neighbour to show instead of a deleted message", () => {
    const inbox = ready(4, 3, 2, 1);
    const neighbor = (id: string, ...removedIds: string[]) => findNeighbor(inbox, id, new Set([id, ...removedIds]));
    expect([neighbor("m3"), neighbor("m3", "m2"), neighbor("m1"), neighbor("m1", "m2")]).toEqual([
      "m2",
      "m1",
      "m2",
      "m3",
    ]);
    expect([neighbor("m9"), neighbor("m4", "m3", "m2", "m1")]).toEqual([null, null]);
  });

  it("drops the oldest rows, and knows where to continue loading", () => {
    const inbox = run(ready(4, 3, 2, 1), { type: "trimmed", keep: 2 });
    expect(ids(inbox)).toEqual(["m4", "m3"]);
    expect(inbox.next).toBe(3);
    expect(ids(run(inbox, { type: "older-page", query: "", list: list(2, 1), removedIds: new Set() }))).toEqual([
      "m4",
      "m3",
      "m2",
      "m1",
    ]);
  });

  it("has the same rows however the events are split into frames", () => {
    // Nothing is removed before it has come, or restored before it was removed.
    const script = fc.array(fc.record({ do: fc.constantFrom("add", "remove", "restore"), pick: fc.nat(20) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(script, fc.nat(40), (steps, cut) => {
        const gone: number[] = [];
        const kept: number[] = [];
        const events = steps.map((step, at): StreamEvent => {
          const seq = at + 1;
          const [back] = step.do === "restore" ? gone.splice(step.pick % (gone.length + 1), 1) : [];
          const [out] = step.do === "remove" ? kept.splice(step.pick % (kept.length + 1), 1) : [];
          if (out !== undefined) gone.push(out);
          else kept.push(back ?? seq);
          if (back !== undefined) return restoredEvent(seq, back);
          return out === undefined ? added(seq) : removed(seq, `m${out}`);
        });
        const whole = run(ready(), { type: "events", events });
        const halves = run(
          ready(),
          { type: "events", events: events.slice(0, cut) },
          { type: "events", events: events.slice(cut) },
        );
        expect(halves).toEqual(whole);
        const expected = kept.toSorted((a, b) => b - a);
        expect(whole.rows.map((row) => row.seq)).toEqual(expected);
        expect(whole).toMatchObject({ total: expected.length, matched: expected.length, unread: expected.length });
      }),
    );
  });
});

it("a completed row replaces the partial one, with the marks that were set meanwhile", () => {
  const partial = { ...list(1), items: [message(1, { partial: true, subject: "beginning" })] };
  const completed = run(
    EMPTY_INBOX,
    { type: "loaded", query: "", list: partial },
    { type: "marked", ids: ["m1"], read: true },
    { type: "row-completed", row: message(1) },
  );
  expect(completed.rows).toEqual([message(1, { read: true })]);
  expect(reduceInbox(completed, { type: "row-completed", row: message(2) })).toBe(completed);
});
