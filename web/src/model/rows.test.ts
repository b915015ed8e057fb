import fc from "fast-check";
import { expect, it } from "vitest";
import { indexOfSeq, mergeRows, removeRows } from "./rows.ts";

const row = (seq: number) => ({ id: `m${seq}`, seq });
const newestFirst = fc.uniqueArray(fc.nat(60)).map((seqs) => seqs.toSorted((a, b) => b - a).map(row));

it("finds the first row that is not newer", () => {
  fc.assert(
    fc.property(newestFirst, fc.nat(60), (rows, seq) => {
      const at = rows.findIndex((one) => one.seq <= seq);
      expect(indexOfSeq(rows, seq)).toBe(at === -1 ? rows.length : at);
    }),
  );
});

it("merges two lists into one that is sorted and has each row once", () => {
  fc.assert(
    fc.property(newestFirst, newestFirst, (a, b) => {
      const all = new Set([...a, ...b].map((one) => one.seq));
      expect(mergeRows(a, b).map((one) => one.seq)).toEqual([...all].toSorted((x, y) => y - x));
    }),
  );
});

it("separates the rows with the given ids from the others, keeping their order", () => {
  fc.assert(
    fc.property(newestFirst, fc.uniqueArray(fc.nat(60)), (rows, named) => {
      const ids = new Set(named.map((seq) => `m${seq}`));
      expect(removeRows(rows, ids)).toEqual({
        rows: rows.filter((one) => !ids.has(one.id)),
        removed: rows.filter((one) => ids.has(one.id)),
      });
    }),
  );
});

it("returns the same array if nothing is removed", () => {
  const rows = [row(2), row(1)];
  expect(removeRows(rows, new Set(["m9"])).rows).toBe(rows);
});
