import type { MessageList, MessageSummary, StreamEvent } from "@mailglass/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reduceInbox } from "./inbox.ts";
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
    user: null,
    subject: `subject ${seq}`,
    messageId: "",
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
const ready = (...seqs: number[]): InboxState =>
  run(EMPTY_INBOX, { type: "loaded", query: "", list: list(...seqs), unread: seqs.length });
const ids = (inbox: InboxState): string[] => inbox.rows.map((row) => row.id);

describe("the inbox", () => {
  it("puts a frame's worth of new messages on top, newest first, and counts them", () => {
    const inbox = run(ready(2, 1), { type: "events", events: [added(3), added(4)] });
    expect(ids(inbox)).toEqual(["m4", "m3", "m2", "m1"]);
    expect(inbox).toMatchObject({ total: 4, matched: 4, unread: 4 });
  });

  it("only counts new messages while something is searched for, and says that the search is stale", () => {
    const searched = run(
      ready(1),
      { type: "loading", query: "x" },
      { type: "loaded", query: "x", list: list(1), unread: 1 },
    );
    const inbox = run(searched, { type: "events", events: [added(2)] });
    expect(ids(inbox)).toEqual(["m1"]);
    expect(inbox).toMatchObject({ total: 2, matched: 1, unread: 2, stale: true });
  });

  it("takes in what a search has found since", () => {
    const searched = run(
      ready(1),
      { type: "loading", query: "x" },
      { type: "loaded", query: "x", list: list(1), unread: 1 },
    );
    const inbox = run(searched, { type: "newer-page", query: "x", list: list(3, 1), removedIds: new Set() });
    expect(ids(inbox)).toEqual(["m3", "m1"]);
    expect(inbox).toMatchObject({ matched: 2, stale: false });
  });

  it("knows how many are unread of what a search found, once the server has told of those that are not here", () => {
    const part = { ...list(3, 2), matched: 700, next: 2 };
    const searched = run(
      ready(),
      { type: "loading", query: "x" },
      { type: "loaded", query: "x", list: part, unread: 9 },
    );
    expect(searched.matchedUnread).toBeNull();
    const told = run(searched, { type: "counted-found", query: "x", unread: 600 });
    expect(told.matchedUnread).toBe(600);
    expect(run(told, { type: "counted-found", query: "y", unread: 1 }).matchedUnread).toBe(600);
    const since: InboxAction = { type: "newer-page", query: "x", list: list(5, 4, 3), removedIds: new Set() };
    const marked: InboxAction = { type: "marked", ids: ["m3", "m1"], read: true };
    expect(run(told, marked).matchedUnread).toBe(599);
    expect(run(told, since).matchedUnread).toBe(602);
    const condemned = run(told, { type: "pending-delete", ids: ["m2"] });
    expect(condemned.matchedUnread).toBe(599);
    expect(run(condemned, { type: "restored", ids: ["m2"] }).matchedUnread).toBe(600);
    expect(run(told, { type: "events", events: [removed(9, "m2")] }).matchedUnread).toBe(599);
  });

  it("believes no count of the server's in which there is what was deleted here, nor one of what is here whole", () => {
    const part = { ...list(3, 2), matched: 3, total: 3, next: 2 };
    const searched = run(
      ready(),
      { type: "loading", query: "x" },
      { type: "loaded", query: "x", list: part, unread: 3 },
    );
    const deleted = run(searched, { type: "pending-delete", ids: ["m3"] });
    expect(run(deleted, { type: "counted-found", query: "x", unread: 3 }).matchedUnread).toBeNull();
    const marked = run(searched, { type: "marked", ids: ["m3"], read: true });
    const told = run(marked, { type: "counted-found", query: "x", unread: 3 });
    const whole = run(told, { type: "older-page", query: "x", list: list(1), removedIds: new Set() });
    expect([whole.rows.length, whole.matchedUnread]).toEqual([3, 2]);
    expect(run(whole, { type: "counted-found", query: "x", unread: 3 }).matchedUnread).toBe(2);
  });

  it("counts itself what is unread of a search that is here whole", () => {
    const searched = run(
      ready(),
      { type: "loading", query: "x" },
      { type: "loaded", query: "x", list: list(2, 1), unread: 9 },
      { type: "marked", ids: ["m1"], read: true },
    );
    expect(searched.matchedUnread).toBe(1);
  });

  it("does not listen to the answer of a search that is no longer asked for", () => {
    const inbox = run(
      ready(1),
      { type: "loading", query: "x" },
      { type: "loaded", query: "y", list: list(7), unread: 0 },
    );
    expect(ids(inbox)).toEqual(["m1"]);
  });

  it("takes no event twice, and none that the list held when it was read", () => {
    const read = run(EMPTY_INBOX, { type: "loaded", query: "", list: { ...list(2, 1), seq: 2 }, unread: 2 });
    const inbox = run(
      read,
      { type: "events", events: [added(1), added(2), added(3)] },
      { type: "events", events: [added(3)] },
    );
    expect(ids(inbox)).toEqual(["m3", "m2", "m1"]);
    expect(inbox).toMatchObject({ total: 3, unread: 3 });
  });

  it("takes what is replayed after a hello, which tells a larger number", () => {
    const hello: StreamEvent = { type: "hello", seq: 9, instance: "i", version: "1" };
    const inbox = run(ready(1), { type: "events", events: [hello] }, { type: "events", events: [added(2), added(9)] });
    expect(ids(inbox)).toEqual(["m9", "m2", "m1"]);
  });

  it("does not bring back what was removed while an older page was on its way", () => {
    const inbox = run(ready(3), { type: "older-page", query: "", list: list(2, 1), removedIds: new Set(["m2"]) });
    expect(ids(inbox)).toEqual(["m3", "m1"]);
  });

  it("marks what was read here or elsewhere, and keeps the count", () => {
    const changed: StreamEvent = { type: "message.changed", seq: 9, id: "m1", read: true, tags: ["a"] };
    const inbox = run(ready(2, 1), { type: "events", events: [changed] }, { type: "events", events: [changed] });
    expect(inbox.rows[1]).toMatchObject({ read: true, tags: ["a"] });
    expect(inbox.unread).toBe(1);
  });

  it("takes out what was deleted or evicted, and moves the cursor to the neighbour", () => {
    const inbox = run(ready(3, 2, 1), { type: "focused", id: "m2" }, { type: "events", events: [removed(4, "m2")] });
    expect(ids(inbox)).toEqual(["m3", "m1"]);
    expect(inbox).toMatchObject({ cursor: "m1", total: 2, matched: 2, unread: 2 });
  });

  it("is empty after the mailbox was cleared, but for what came in the same frame afterwards", () => {
    const inbox = run(ready(2, 1), {
      type: "events",
      events: [added(3), { type: "mailbox.cleared", seq: 4 }, added(5)],
    });
    expect(ids(inbox)).toEqual(["m5"]);
    expect(inbox).toMatchObject({ total: 1, unread: 1, next: null });
  });

  it("gives a deleted message back at its place", () => {
    const gone = run(ready(3, 2, 1), { type: "pending-delete", ids: ["m2"] });
    expect(ids(gone)).toEqual(["m3", "m1"]);
    expect(gone).toMatchObject({ total: 2, unread: 2 });
    const back = run(gone, { type: "events", events: [added(4)] }, { type: "restored", ids: ["m2"] });
    expect(ids(back)).toEqual(["m4", "m3", "m2", "m1"]);
    expect(back).toMatchObject({ total: 4, unread: 4, pendingDelete: [] });
  });

  it("counts a deleted message once, however it is told of it", () => {
    const inbox = run(
      ready(2, 1),
      { type: "pending-delete", ids: ["m1"] },
      { type: "events", events: [removed(3, "m1")] },
    );
    expect(inbox).toMatchObject({ total: 1, matched: 1, unread: 1, pendingDelete: [] });
  });

  it("does not show a deleted message again because the list was read anew", () => {
    const inbox = run(
      ready(2, 1),
      { type: "pending-delete", ids: ["m1"] },
      { type: "loaded", query: "", list: list(2, 1), unread: 2 },
    );
    expect(ids(inbox)).toEqual(["m2"]);
  });

  it("counts all that was deleted here, also what the page that was read anew does not reach", () => {
    const inbox = run(
      ready(4, 3, 2, 1),
      { type: "pending-delete", ids: ["m1"] },
      { type: "loaded", query: "", list: { ...list(4, 3), total: 4, matched: 4, next: 3 }, unread: 4 },
    );
    expect(inbox).toMatchObject({ total: 3, matched: 3, unread: 3 });
  });

  it("forgets what was deleted when the server begins anew, and counts what is there", () => {
    const inbox = run(
      ready(2, 1),
      { type: "pending-delete", ids: ["m2", "m1"] },
      { type: "loaded", query: "", list: { ...list(), instance: "j" }, unread: 0 },
    );
    expect(inbox).toMatchObject({ total: 0, matched: 0, unread: 0, pendingDelete: [] });
    expect(run(inbox, { type: "restored", ids: ["m2", "m1"] })).toBe(inbox);
  });

  it("forgets what was deleted and had gone before, once the server has told all", () => {
    const missed = run(
      ready(2, 1),
      { type: "pending-delete", ids: ["m2", "m1"] },
      { type: "deleted", ids: ["m1"] },
      { type: "counted", total: 1, unread: 1 },
    );
    expect(missed).toMatchObject({ total: 0, matched: 0, unread: 0, pendingDelete: [{ id: "m2" }] });
  });

  it("lets the oldest rows go, and knows where to read on", () => {
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

  it("neither shows nor counts what was deleted while a search is on", () => {
    const searched = run(
      ready(),
      { type: "loading", query: "x" },
      { type: "loaded", query: "x", list: list(5, 3, 1), unread: 3 },
      { type: "pending-delete", ids: ["m5"] },
      { type: "newer-page", query: "x", list: list(6, 5), removedIds: new Set() },
    );
    expect([ids(searched), searched.matched]).toEqual([["m6", "m3", "m1"], 3]);
    const anew = run(
      searched,
      { type: "loading", query: "y" },
      { type: "loaded", query: "y", list: list(5, 3), unread: 3 },
    );
    expect([ids(anew), anew.matched, anew.total, anew.unread]).toEqual([["m3"], 1, 1, 2]);
    const over = run(anew, { type: "events", events: [removed(11, "m5")] });
    expect([ids(over), over.matched, over.total, over.unread]).toEqual([["m3"], 1, 1, 2]);
  });

  it("holds the same rows however the events are cut into frames", () => {
    // Nothing is removed before it has come.
    const script = fc.array(fc.record({ add: fc.boolean(), pick: fc.nat(20) }), { maxLength: 40 });
    fc.assert(
      fc.property(script, fc.nat(40), (steps, cut) => {
        const events = steps.map(({ add, pick }, at) => (add ? added(at + 1) : removed(at + 1, `m${pick % (at + 1)}`)));
        const whole = run(ready(), { type: "events", events });
        const halves = run(
          ready(),
          { type: "events", events: events.slice(0, cut) },
          { type: "events", events: events.slice(cut) },
        );
        expect(ids(halves)).toEqual(ids(whole));
        const seqs = whole.rows.map((row) => row.seq);
        expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
      }),
    );
  });
});
