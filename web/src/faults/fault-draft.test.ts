import type { FaultRule } from "@mailglass/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDraft, toRule } from "./fault-draft.ts";

describe("the fault form", () => {
  it("shows a rule, and returns the same rule if nothing is changed", () => {
    const pattern = fc.option(fc.stringMatching(/^[a-z*]{1,5}@[a-z.]{1,9}$/), { nil: undefined });
    const rule = fc.record(
      {
        on: fc.constantFrom("connect", "auth", "rcpt", "message"),
        match: fc.record({
          to: pattern,
          from: fc.option(fc.constantFrom("", "a@x"), { nil: undefined }),
          user: pattern,
        }),
        end: fc.constantFrom<Partial<FaultRule>>({ reply: "451 4.7.1 Later" }, { drop: true }, {}),
        delay: fc.nat(3_600_000),
        times: fc.integer({ min: 1 }),
        chance: fc.double({ min: 0, max: 1, noNaN: true }),
        seed: fc.nat(),
      },
      { requiredKeys: ["on", "end"] },
    );
    fc.assert(
      fc.property(rule, ({ end, match, ...rest }) => {
        const conditions = Object.fromEntries(Object.entries(match ?? {}).filter(([, value]) => value !== undefined));
        const full: FaultRule = { ...rest, ...(Object.keys(conditions).length > 0 && { match: conditions }), ...end };
        expect(toRule(toDraft(full))).toEqual(full);
      }),
    );
  });

  it("sends what is not a number as it is understood, so that the server refuses it", () => {
    expect(JSON.stringify(toRule({ ...toDraft(), delay: "soon" }))).toContain('"delay":null');
  });

  it("leaves out a reply that was typed before Close the connection was chosen", () => {
    expect(toRule({ ...toDraft(), end: "drop" })).toEqual({ on: "rcpt", drop: true });
  });
});
