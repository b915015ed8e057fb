import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ring } from "./ring.ts";

interface Item {
  readonly seq: number;
  readonly size: number;
}

type Step =
  | { readonly do: "add"; readonly size: number; readonly gap: number }
  | { readonly do: "remove"; readonly which: number }
  | { readonly do: "remove some"; readonly every: number; readonly newestFirst: boolean }
  | { readonly do: "evict" }
  | { readonly do: "insert" }
  | { readonly do: "clear" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant("add" as const), size: fc.nat(100), gap: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("remove" as const), which: fc.nat(300) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("evict" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("remove some" as const),
      every: fc.integer({ min: 1, max: 5 }),
      newestFirst: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("insert" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("clear" as const) }) },
);

describe("the ring", () => {
  it("does what a plain list would do", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 400, size: "max" }),
        fc.nat(900),
        fc.nat(900),
        fc.nat(20),
        (steps, before, after, limit) => {
          const ring = new Ring<Item>();
          let model: Item[] = [];
          /** Items that were removed (not evicted), and can be inserted again. */
          let removed: Item[] = [];
          let seq = 0;
          for (const one of steps) {
            if (one.do === "add") {
              seq += 1 + one.gap;
              const item = { seq, size: one.size };
              ring.add(item);
              model.push(item);
            } else if (one.do === "remove") {
              const item = ring.remove(one.which);
              expect(item).toBe(model.find(({ seq }) => seq === one.which));
              if (item !== undefined) removed.push(item);
              model = model.filter((item) => item.seq !== one.which);
            } else if (one.do === "remove some") {
              const some = model.filter((_, index) => index % one.every === 0);
              if (one.newestFirst) some.reverse();
              // Those that are gone already, and those that are named twice, are left out.
              expect(ring.removeAll([...removed, ...some, ...some])).toEqual(some);
              model = model.filter((item) => !some.includes(item));
              removed.push(...some);
            } else if (one.do === "evict") {
              expect(ring.evict()).toBe(model.shift());
            } else if (one.do === "insert") {
              ring.insert(removed.toSorted((a, b) => a.seq - b.seq));
              model = [...model, ...removed].sort((a, b) => a.seq - b.seq);
              removed = [];
            } else {
              ring.clear();
              model = [];
            }
            expect(ring.length).toBe(model.length);
          }
          expect(ring.bytes).toBe(model.reduce((sum, item) => sum + item.size, 0));
          const range = model.filter((item) => item.seq < before && item.seq > after).toReversed();
          expect(ring.newestBefore(before, limit, after)).toEqual(range.slice(0, limit));
          expect(ring.newestBefore(before, limit, after, 2)).toEqual(range.slice(2, 2 + limit));
          const all = model.toReversed();
          expect(ring.newestBefore(Number.POSITIVE_INFINITY, limit, Number.NEGATIVE_INFINITY, after)).toEqual(
            all.slice(after, after + limit),
          );
          expect(ring.newestBefore(Number.POSITIVE_INFINITY, 1_000)).toEqual(all);
          expect(ring.countAfter(after)).toBe(model.filter((item) => item.seq > after).length);
          for (const item of model) expect(ring.at(item.seq)).toBe(item);
          expect(ring.at(after)).toBe(model.find((item) => item.seq === after));
        },
      ),
    );
  });
});
