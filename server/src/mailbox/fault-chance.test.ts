import fc from "fast-check";
import { expect, test } from "vitest";
import { createFaultScript } from "./fault-script.ts";

const context = { peer: "127.0.0.1", user: null, from: "a@x.test", to: ["b@x.test"] };

function hitsOf(rule: { chance: number; seed?: number }, attempts: number): boolean[] {
  const script = createFaultScript(() => "1");
  script.add({ on: "rcpt", reply: "451 no luck", ...rule });
  return Array.from({ length: attempts }, () => script.check("rcpt", context) !== undefined);
}

test("a rule with a chance applies to that share of the attempts", () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.double({ min: 0, max: 1, noNaN: true }), (seed, chance) => {
      const share = hitsOf({ chance, seed }, 4_000).filter(Boolean).length / 4_000;
      expect(Math.abs(share - chance)).toBeLessThan(0.05);
    }),
    { numRuns: 50, seed: 1 },
  );
});

test("the same seed gives the same run", () => {
  expect(hitsOf({ chance: 0.5, seed: 7 }, 100)).toEqual(hitsOf({ chance: 0.5, seed: 7 }, 100));
  expect(hitsOf({ chance: 0.5, seed: 7 }, 100)).not.toEqual(hitsOf({ chance: 0.5, seed: 8 }, 100));
});

test("a rule without a seed reports the seed it received", () => {
  const script = createFaultScript(() => "1");
  const { rule } = script.add({ on: "mail", drop: true, chance: 0.5 });
  expect(rule.seed).toEqual(expect.any(Number));
});

test("if a rule does not apply by chance, the next rule is tried", () => {
  const script = createFaultScript(
    (
      (id = 0) =>
      () =>
        String(++id)
    )(),
  );
  script.add({ on: "mail", reply: "451 never", chance: 0 });
  script.add({ on: "mail", reply: "452 always", chance: 1 });
  expect(script.check("mail", context)?.rule.reply).toBe("452 always");
});
