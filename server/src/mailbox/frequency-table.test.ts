import fc from "fast-check";
import { expect, test } from "vitest";
import { FrequencyTable } from "./frequency-table.ts";

test("the most frequent names are those that a full sort finds", async () => {
  const messages = fc.array(fc.array(fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABC".split("")), { maxLength: 4 }), {
    maxLength: 500,
  });
  await fc.assert(
    fc.asyncProperty(messages, fc.nat({ max: 30 }), async (all, limit) => {
      const table = new FrequencyTable();
      const expected = new Map<string, number>();
      for (const names of all) {
        table.add(names, false);
        for (const name of new Set(names.map((one) => one.toLowerCase())))
          expected.set(name, (expected.get(name) ?? 0) + 1);
      }
      const { items, total } = await table.list(limit);
      const sorted = [...expected.values()].toSorted((a, b) => b - a);
      expect(items.map((item) => item.messages)).toEqual(sorted.slice(0, limit));
      expect(items.map((item) => expected.get(item.name.toLowerCase()))).toEqual(sorted.slice(0, limit));
      expect(total).toBe(expected.size);
    }),
    { numRuns: 50 },
  );
});

test("the most frequent of many thousands of names are found", async () => {
  const table = new FrequencyTable();
  for (let name = 0; name < 20_000; name++)
    for (let times = 0; times <= name % 7; times++) table.add([`name${name}`], true);
  const { items, total } = await table.list(2);
  expect([items, total]).toEqual([
    [
      { name: "name1000", messages: 7, unread: 7 },
      { name: "name10002", messages: 7, unread: 7 },
    ],
    20_000,
  ]);
});
