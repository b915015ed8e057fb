import { parseQuery, type StreamEvent } from "@mailglass/shared";
import { expect, test, vi } from "vitest";
import { createControlledStore } from "../../../test/support/controlled-store.ts";
import { createIncoming } from "../../../test/support/incoming.ts";
import { createSessionSource } from "../../../test/support/session-source.ts";
import { StoreError } from "../store.ts";
import { openPersistentMailbox } from "./persistent-mailbox.ts";

const MATCH_ALL = { type: "all", of: [] } as const;

function query(text: string) {
  const parsed = parseQuery(text, 10_000);
  if (parsed.type === "error") throw new Error(parsed.message);
  return parsed;
}

test("nothing of a message is visible before its commit, and everything after it", async () => {
  const store = createControlledStore();
  const mailbox = await openPersistentMailbox(store, {});
  store.isAutomatic = false;
  const events: StreamEvent[] = [];
  mailbox.subscribe((some) => events.push(...some));
  const added = mailbox.add(createIncoming({ subject: "One" }));
  const waiting = mailbox.wait({ query: MATCH_ALL, count: 1, since: 0 }, { timeout: 60_000 });
  await vi.waitFor(() => expect(store.pending).toHaveLength(1));
  expect(mailbox.counts()).toMatchObject({ messages: 0, received: 0, waiters: 1 });
  expect(mailbox.seq).toBe(0);
  // It has a number, but its event must not come before that of the message.
  mailbox.sessions.recordOpened(createSessionSource("S1"));
  expect(mailbox.seq).toBe(0);
  expect(await mailbox.replay(0, (event) => events.push(event) > 0)).toBe(true);
  expect(events).toEqual([]);
  store.pending[0]?.resolve();
  const { id, seq } = await added;
  expect(seq).toBe(1);
  expect(mailbox.handle(id)?.seq).toBe(1);
  expect(mailbox.seq).toBe(2);
  expect(await waiting).toMatchObject({ type: "matched", messages: [{ id }] });
  await vi.waitFor(() =>
    expect(events.map((event) => [event.type, event.seq])).toEqual([
      ["message.added", 1],
      ["session.opened", 2],
    ]),
  );
});

test("changes of one turn are one commit; those made during a commit are the next", async () => {
  const store = createControlledStore();
  const mailbox = await openPersistentMailbox(store, {});
  store.isAutomatic = false;
  store.commits.length = 0;
  const first = [mailbox.add(createIncoming()), mailbox.add(createIncoming())];
  await vi.waitFor(() => expect(store.pending).toHaveLength(1));
  const later = [mailbox.add(createIncoming()), mailbox.clear(), mailbox.add(createIncoming())];
  store.pending[0]?.resolve();
  await Promise.all(first.map((added) => Promise.resolve(added)));
  await vi.waitFor(() => expect(store.pending).toHaveLength(2));
  store.pending[1]?.resolve();
  await Promise.all(later.map((change) => Promise.resolve(change)));
  expect(store.commits.map(({ changes }) => changes.map(({ type }) => type))).toEqual([
    ["added", "added"],
    ["added", "cleared", "added"],
  ]);
  expect(mailbox.counts().messages).toBe(1);
});

test("what cannot be committed has no effect, and its number has no event", async () => {
  const store = createControlledStore();
  const mailbox = await openPersistentMailbox(store, {});
  const kept = await mailbox.add(createIncoming({ subject: "Kept" }));
  const events: StreamEvent[] = [];
  mailbox.subscribe((some) => events.push(...some));
  store.failure = "disk full";
  await expect(mailbox.add(createIncoming({ subject: "Lost" }))).rejects.toThrow(StoreError);
  await expect(Promise.resolve(mailbox.mark(kept.id, { read: true }))).rejects.toThrow("disk full");
  await expect(Promise.resolve(mailbox.remove([kept.id]))).rejects.toThrow("disk full");
  await expect(Promise.resolve(mailbox.clear())).rejects.toThrow("disk full");
  await expect(Promise.resolve(mailbox.faults.add({ on: "mail", reply: "451" }))).rejects.toThrow("disk full");
  expect(mailbox.handles().map(({ id, read }) => [id, read])).toEqual([[kept.id, false]]);
  expect(mailbox.faults.list()).toEqual([]);
  store.failure = undefined;
  const next = await mailbox.add(createIncoming({ subject: "Next" }));
  await vi.waitFor(() => expect(events.map(({ type }) => type)).toEqual(["message.added"]));
  expect(next.seq).toBeGreaterThan(kept.seq);
  expect(mailbox.seq).toBe(next.seq);
});

test("what is evicted is deleted from the store, in the next commit or when it recovers", async () => {
  const store = createControlledStore();
  const mailbox = await openPersistentMailbox(store, { limits: { messages: 1 } });
  const first = await mailbox.add(createIncoming());
  await mailbox.add(createIncoming());
  store.failure = "disk full";
  await expect(mailbox.add(createIncoming())).rejects.toThrow("disk full");
  store.failure = undefined;
  store.commits.length = 0;
  await mailbox.add(createIncoming());
  expect(store.commits[0]?.changes[0]).toEqual({ type: "deleted", seqs: [first.seq] });
});

test("tags that are added in one turn are all kept", async () => {
  const mailbox = await openPersistentMailbox(createControlledStore(), {});
  const { id } = await mailbox.add(createIncoming());
  await Promise.all([mailbox.mark(id, { addTags: ["a"] }), mailbox.mark(id, { addTags: ["b"] })]);
  expect(mailbox.handle(id)?.tags).toEqual(["a", "b"]);
});

test("a deletion that is undone is hidden and restored in the store, and deleted when it no longer can be", async () => {
  const store = createControlledStore();
  const mailbox = await openPersistentMailbox(store, {});
  const { id, seq } = await mailbox.add(createIncoming({ subject: "Undo" }));
  const { undo } = await mailbox.removeWithUndo([id]);
  expect(await mailbox.restore(undo?.token ?? "")).toBe(1);
  await mailbox.removeWithUndo([id]);
  await mailbox.close();
  const changes = store.commits.flatMap((commit) => commit.changes);
  expect(changes.slice(1)).toEqual([
    { type: "hidden", seqs: [seq] },
    { type: "restored", seqs: [seq] },
    { type: "hidden", seqs: [seq] },
    { type: "deleted", seqs: [seq] },
  ]);
});

test("the stored high-water mark is above every event, and exact after a regular end", async () => {
  const store = createControlledStore({ seq: 500 });
  const mailbox = await openPersistentMailbox(store, {});
  expect(store.commits[0]?.seq).toBeGreaterThan(500);
  for (let number = 1; number <= 20_000; number++) {
    mailbox.sessions.recordOpened(createSessionSource(`S${number}`));
    if (number % 1_000 !== 0) continue;
    await vi.waitFor(() => expect(store.commits.at(-1)?.seq).toBeGreaterThan(mailbox.seq));
  }
  await mailbox.close();
  expect(store.commits.at(-1)?.seq).toBe(20_500);
});

test("no reader sees a number above the stored high-water mark, however many events a failing store lets pass", async () => {
  const store = createControlledStore({ seq: 500 });
  const mailbox = await openPersistentMailbox(store, {});
  const mark = store.commits.at(-1)?.seq ?? 0;
  store.failure = "disk full";
  const events: StreamEvent[] = [];
  mailbox.subscribe((some) => events.push(...some));
  for (let number = 1; number <= 25_000; number++) mailbox.sessions.recordOpened(createSessionSource(`S${number}`));
  expect(mailbox.seq).toBe(mark);
  expect(await mailbox.replay(500, (event) => event.seq <= mark)).toBe(false);
  await vi.waitFor(() => expect(events.at(-1)).toBeDefined());
  expect(Math.max(...events.map(({ seq }) => seq))).toBeLessThanOrEqual(mark);
  store.failure = undefined;
  const { seq } = await mailbox.add(createIncoming());
  expect(seq).toBeGreaterThan(25_500);
  expect(mailbox.seq).toBe(seq);
  await vi.waitFor(() => expect(events.at(-1)?.seq).toBe(seq));
});

test("a search finds kept messages, with their marks", async () => {
  const first = createControlledStore();
  const mailbox = await openPersistentMailbox(first, {});
  await mailbox.add(createIncoming({ subject: "Invoice" }));
  const mails = first.commits.flatMap(({ changes }) =>
    changes.flatMap((change) => (change.type === "added" ? [{ ...change.mail, read: true, tags: ["paid"] }] : [])),
  );
  const again = await openPersistentMailbox(createControlledStore({ seq: 10 }, mails), {});
  expect(again.instance).toBe(mailbox.instance);
  expect(await again.find(query("subject:invoice tag:paid is:read"))).toHaveLength(1);
  expect(again.counts()).toMatchObject({ messages: 1, unread: 0, received: 0 });
  expect((await again.add(createIncoming())).seq).toBe(11);
});

test("a session that a crash has interrupted is shown as closed, at its last known time", async () => {
  const open = createSessionSource("S1", { messages: 1, openedAt: "2026-11-23T12:00:00.000Z" }).details();
  const line = { number: 1, at: 1_500, kind: "client" as const, text: "DATA", bytes: 6 };
  const store = createControlledStore({ sessions: [{ ...open, transcript: [line] }] });
  const mailbox = await openPersistentMailbox(store, {});
  expect(mailbox.sessions.get("S1")?.summary()).toEqual({
    ...createSessionSource("S1", { messages: 1 }).summary(),
    closedAt: "2026-11-23T12:00:01.500Z",
  });
  expect(mailbox.counts().openSessions).toBe(0);
});
