import fc from "fast-check";
import { expect, it } from "vitest";
import { findDuplicates, groupByThread } from "./threads.ts";

const row = (seq: number, messageId: string, threadId = messageId) => ({
  id: `m${seq}`,
  seq,
  messageId,
  threadId,
  read: seq !== 1,
});

it("a thread has one row, that of its newest message, with a count", () => {
  const rows = [row(5, "e", "a"), row(4, "d"), row(3, "c", "a"), row(2, "b"), row(1, "a")];
  const { rows: shown, counts, withUnread, newestOf } = groupByThread(rows);
  expect([...withUnread]).toEqual(["m5"]);
  expect(shown.map(({ id }) => id)).toEqual(["m5", "m4", "m2"]);
  expect([...counts]).toEqual([["m5", 3]]);
  expect([...newestOf]).toEqual([
    ["m3", "m5"],
    ["m1", "m5"],
  ]);
});

it("replies belong together even if the first message is not there, and messages without an id do not", () => {
  expect(groupByThread([row(2, "c", "a"), row(1, "b", "a")]).rows).toHaveLength(1);
  expect(groupByThread([row(3, ""), row(2, ""), row(1, "x", "y")]).rows).toHaveLength(3);
  // An answer whose own id is missing.
  expect(groupByThread([row(3, "", "a"), row(2, ""), row(1, "a")]).rows).toHaveLength(2);
});

it("repeated ids are no thread, and without replies the rows are returned as they are", () => {
  const rows = [row(3, "a"), row(2, "a"), row(1, "")];
  expect(groupByThread(rows).rows).toBe(rows);
});

it("a message that was sent twice counts once, and is unread if one of the two is", () => {
  const rows = [row(4, "b", "a"), row(3, "b", "a"), row(2, "c", "a"), row(1, "c", "a")];
  const { counts, withUnread, newestOf } = groupByThread(rows);
  expect([...counts]).toEqual([["m4", 2]]);
  expect([...withUnread]).toEqual(["m4"]);
  expect(newestOf.size).toBe(3);
  // The same message twice is no thread of two.
  expect(groupByThread([row(2, "b", "a"), row(1, "b", "a")]).counts.size).toBe(0);
});

it("each message has a row, or is counted by the row of its thread", () => {
  const ids = fc.constantFrom("", "a", "b", "c");
  fc.assert(
    fc.property(fc.array(fc.tuple(ids, ids), { maxLength: 40 }), (fields) => {
      const rows = fields.map(([messageId, threadId], at) => row(fields.length - at, messageId, threadId));
      const { rows: shown, counts, newestOf } = groupByThread(rows);
      expect(shown.length + newestOf.size).toBe(rows.length);
      for (const { id } of shown) {
        const members = rows.filter((other) => other.id === id || newestOf.get(other.id) === id);
        const ownIds = members.filter(({ messageId }) => messageId !== "").map(({ messageId }) => messageId);
        const distinct = new Set(ownIds).size + members.length - ownIds.length;
        expect(counts.get(id) ?? 1).toBe(distinct);
      }
      expect(shown.toSorted((a, b) => b.seq - a.seq)).toEqual(shown);
    }),
  );
});

it("a message that repeats an older one is a duplicate", () => {
  expect([...findDuplicates([row(4, "a"), row(3, ""), row(2, ""), row(1, "a")])]).toEqual(["m4"]);
});
