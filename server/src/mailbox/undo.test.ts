import { parseQuery, type Query, type StreamEvent } from "@mailglass/shared";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";
import type { Mailbox, Undo } from "./mailbox.ts";
import type { MemoryMailbox } from "./memory-mailbox.ts";

function query(text: string): Query {
  const parsed = parseQuery(text, 10_000);
  if (parsed.type === "error") throw new Error(`${parsed.message} at ${parsed.column}`);
  return parsed;
}

/** Fakes only the timers of the expiry: the mailbox's other work uses real ones. */
const useFakeClock = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });

afterEach(() => void vi.useRealTimers());

function mailboxOf(count: number): { mailbox: MemoryMailbox; ids: string[] } {
  const mailbox = createMailbox();
  const ids = Array.from({ length: count }, (_, at) => mailbox.add(createIncoming({ subject: `Mail ${at + 1}` })).id);
  return { mailbox, ids };
}

const listedIds = (mailbox: Mailbox) => mailbox.handles().map(({ id }) => id);

function removeWithUndo(mailbox: MemoryMailbox, ids: readonly string[]): Undo {
  const { undo } = mailbox.removeWithUndo(ids);
  return undo ?? expect.unreachable("nothing was removed");
}

async function replayEvents(mailbox: Mailbox, seq: number): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  expect(await mailbox.replay(seq, (event) => events.push(event) > 0)).toBe(true);
  return events;
}

describe("a deletion with undo", () => {
  it("hides its messages from everything", async () => {
    const { mailbox, ids } = mailboxOf(3);
    const [, second = ""] = ids;
    removeWithUndo(mailbox, [second, "nobody", second]);
    expect(listedIds(mailbox)).not.toContain(second);
    expect([mailbox.get(second), mailbox.handle(second), mailbox.mark(second, { read: true })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect((await mailbox.rows({ limit: 10 })).items).toHaveLength(2);
    expect(await mailbox.search(query('subject:"Mail 2"'), { limit: 10 })).toMatchObject({ items: [], total: 2 });
    expect(await mailbox.latest(query('subject:"Mail 2"'))).toBeUndefined();
    const criteria = { query: query('subject:"Mail 2"'), count: 1, since: 0 };
    expect(await mailbox.wait(criteria, { timeout: 0 })).toMatchObject({ type: "timed-out", messages: [] });
    expect(mailbox.remove([second])).toBe(0);
    expect(mailbox.counts()).toMatchObject({ messages: 2, unread: 2 });
  });

  it("restores its messages unchanged, at their positions", async () => {
    const { mailbox, ids } = mailboxOf(4);
    const [first = "", second = "", third = ""] = ids;
    mailbox.mark(second, { read: true, tags: ["kept"] });
    const before = mailbox.handles().map((message) => mailbox.summary(message));
    const { token } = removeWithUndo(mailbox, [third, first, second]);
    expect(mailbox.counts()).toMatchObject({ messages: 1, unread: 1 });
    expect(mailbox.restore(token)).toBe(3);
    expect(mailbox.handles().map((message) => mailbox.summary(message))).toEqual(before);
    expect(mailbox.handle(second)?.mail().raw().toString()).toContain("Subject: Mail 2");
    expect(mailbox.counts()).toMatchObject({ messages: 4, unread: 3 });
    expect((await mailbox.search(query("tag:kept"), { limit: 5 })).items.map(({ id }) => id)).toEqual([second]);
    expect(mailbox.restore(token)).toBeUndefined();
  });

  it("is reported, and so is its undo, also in a later replay", async () => {
    const { mailbox, ids } = mailboxOf(2);
    const events: StreamEvent[] = [];
    mailbox.subscribe((batch) => events.push(...batch));
    const { token, expiresAt } = removeWithUndo(mailbox, ids);
    const removed = {
      type: "message.removed",
      seq: 3,
      ids,
      reason: "deleted",
      undo: token,
      expiresAt: new Date(expiresAt).toISOString(),
    };
    await vi.waitFor(() => expect(events).toEqual([removed]));
    expect(await replayEvents(mailbox, 0)).toEqual([removed]);
    mailbox.restore(token);
    const restored = ids.map((id, at) => ({
      type: "message.restored",
      seq: 4 + at,
      message: expect.objectContaining({ id, seq: at + 1, subject: `Mail ${at + 1}` }),
      undo: token,
    }));
    await vi.waitFor(() => expect(events).toEqual([removed, ...restored]));
    // The undo has ended: a replay now reports the deletion, which can no longer be undone.
    expect(await replayEvents(mailbox, 2)).toEqual([
      { type: "message.removed", seq: 3, ids, reason: "deleted" },
      ...restored,
    ]);
  });

  it("does not end a wait that is pending when it is undone", async () => {
    const { mailbox, ids } = mailboxOf(3);
    const { token } = removeWithUndo(mailbox, ids);
    const waiting = mailbox.wait({ query: query("mail"), count: 1, since: 0 }, { timeout: 10_000 });
    mailbox.restore(token);
    const { id } = mailbox.add(createIncoming({ subject: "Mail that came" }));
    expect(await waiting).toMatchObject({ type: "matched", messages: [{ id }] });
    const stored = await mailbox.wait({ query: query("mail"), count: 4, since: 0 }, { timeout: 10_000 });
    expect(stored.type).toBe("matched");
  });

  it("is not seen by a wait that is searching the ring when it is undone", async () => {
    const mailbox = createMailbox({ limits: { messages: 5_000 } });
    const { id: deleted } = mailbox.add(createIncoming({ subject: "wanted" }));
    for (let count = 0; count < 2_000; count++) mailbox.add(createIncoming({ subject: "other" }));
    const { token } = removeWithUndo(mailbox, [deleted]);
    // The first slice runs immediately, so the search of the wait begins after the restoration.
    const otherSearch = mailbox.find(query("nothing"));
    const waiting = mailbox.wait({ query: query("subject:wanted"), count: 1, since: 0 }, { timeout: 60_000 });
    mailbox.restore(token);
    await otherSearch;
    // Begun after the wait's search of the same messages, and ended after it.
    expect(await mailbox.find(query("subject:wanted"))).toMatchObject([{ id: deleted }]);
    const { id } = mailbox.add(createIncoming({ subject: "wanted" }));
    expect(await waiting).toMatchObject({ type: "matched", messages: [{ id }] });
  });

  it("frees its bytes when it expires, and when the mailbox is cleared or closed", () => {
    useFakeClock();
    for (const end of [() => vi.advanceTimersByTime(60_000), "clear", "close"] as const) {
      const { mailbox, ids } = mailboxOf(2);
      const handle = mailbox.handle(ids[0] ?? "");
      const { token } = removeWithUndo(mailbox, [ids[0] ?? ""]);
      expect(handle?.isReadable).toBe(true);
      if (typeof end === "function") end();
      else mailbox[end]();
      expect([handle?.isReadable, mailbox.undos(), mailbox.restore(token)]).toEqual([false, [], undefined]);
    }
  });

  it("frees the bytes immediately if no undo is requested", () => {
    const { mailbox, ids } = mailboxOf(1);
    const handle = mailbox.handle(ids[0] ?? "");
    mailbox.remove(ids);
    expect([handle?.isReadable, mailbox.undos()]).toEqual([false, []]);
  });

  it("has an undo only if something was deleted", () => {
    const { mailbox } = mailboxOf(1);
    expect(mailbox.removeWithUndo(["nobody"])).toEqual({ removed: 0, undo: undefined });
    expect([mailbox.undos(), mailbox.seq]).toEqual([[], 1]);
  });
});

interface ModelMessage {
  readonly id: string;
  readonly size: number;
  read: boolean;
}

interface ModelDeletion {
  readonly token: string;
  /** Oldest first. */
  messages: ModelMessage[];
  readonly expiresAt: number;
}

const LIMITS = { messages: 8, bytes: 2_000 };

/** The mailbox as plain lists. */
class Model {
  /** Oldest first. */
  listed: ModelMessage[] = [];
  deletions: ModelDeletion[] = [];
  now = 0;

  add(message: ModelMessage): void {
    this.listed.push(message);
    const kept = () => [...this.listed, ...this.deletions.flatMap(({ messages }) => messages)];
    const isOverLimit = () =>
      kept().length > LIMITS.messages || kept().reduce((sum, { size }) => sum + size, 0) > LIMITS.bytes;
    while (isOverLimit()) {
      if (this.deletions.length > 0) {
        this.deletions[0]?.messages.shift();
        this.deletions = this.deletions.filter(({ messages }) => messages.length > 0);
      } else if (this.listed.length > 1) this.listed.shift();
      else break;
    }
  }

  remove(ids: readonly string[]): ModelMessage[] {
    const removed = this.listed.filter(({ id }) => ids.includes(id));
    this.listed = this.listed.filter(({ id }) => !ids.includes(id));
    return removed;
  }

  restore(token: string): number | undefined {
    const deletion = this.deletions.find((one) => one.token === token);
    if (deletion === undefined) return undefined;
    this.deletions = this.deletions.filter((one) => one !== deletion);
    // Ids sort in order of arrival.
    this.listed = [...this.listed, ...deletion.messages].sort((a, b) => (a.id < b.id ? -1 : 1));
    return deletion.messages.length;
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
    this.deletions = this.deletions.filter(({ expiresAt }) => expiresAt > this.now);
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("add" as const), size: fc.integer({ min: 1, max: 700 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("delete" as const),
      which: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
      undoable: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("restore" as const), which: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("mark" as const), which: fc.nat(9), read: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pass" as const), milliseconds: fc.nat(45_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("clear" as const) }) },
);

it("deletes, restores, evicts and expires as a model of plain lists does", () => {
  useFakeClock();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: "max" }), (steps) => {
      const mailbox = createMailbox({ limits: LIMITS });
      const model = new Model();
      const tokens: string[] = [];
      const idAt = (which: number) => model.listed.at(which)?.id ?? "nobody";
      for (const one of steps) {
        if (one.do === "add") {
          const { id } = mailbox.add(createIncoming({ raw: Buffer.alloc(one.size) }));
          model.add({ id, size: one.size, read: false });
        } else if (one.do === "delete") {
          const ids = one.which.map(idAt);
          const removed = model.remove(ids);
          if (!one.undoable) expect(mailbox.remove(ids)).toBe(removed.length);
          else {
            const { removed: count, undo } = mailbox.removeWithUndo(ids);
            expect([count, undo?.count ?? 0]).toEqual([removed.length, removed.length]);
            if (undo === undefined) continue;
            tokens.push(undo.token);
            model.deletions.push({ token: undo.token, messages: removed, expiresAt: model.now + 60_000 });
          }
        } else if (one.do === "restore") {
          const token = tokens.at(-1 - one.which) ?? "unknown";
          expect(mailbox.restore(token)).toBe(model.restore(token));
        } else if (one.do === "mark") {
          mailbox.mark(idAt(one.which), { read: one.read });
          const message = model.listed.at(one.which);
          if (message !== undefined) message.read = one.read;
        } else if (one.do === "pass") {
          vi.advanceTimersByTime(one.milliseconds);
          model.pass(one.milliseconds);
        } else {
          expect(mailbox.clear()).toBe(model.listed.length);
          model.listed = [];
          model.deletions = [];
        }
        expect(listedIds(mailbox)).toEqual(model.listed.map(({ id }) => id).toReversed());
        expect(mailbox.undos().map(({ token, count }) => [token, count])).toEqual(
          model.deletions.map(({ token, messages }) => [token, messages.length]),
        );
        expect(mailbox.counts()).toMatchObject({
          messages: model.listed.length,
          bytes: model.listed.reduce((sum, { size }) => sum + size, 0),
          unread: model.listed.filter(({ read }) => !read).length,
        });
        for (const { id, size } of model.listed) expect(mailbox.handle(id)?.mail().raw().length).toBe(size);
      }
      mailbox.close();
    }),
    { numRuns: 300 },
  );
});
