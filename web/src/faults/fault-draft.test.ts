import type { FaultRule } from "@mailglass/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeStage, toDraft, toRule } from "./fault-draft.ts";

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

  it("shows a rule for a provider's API, and returns the same rule", () => {
    const rule: FaultRule = { on: "http", match: { provider: "ses", to: "*@x" }, status: 503, retryAfter: 2, delay: 5 };
    expect(toRule(toDraft(rule))).toEqual(rule);
  });

  it("shows a rule that rejects recipients, which no other stage has", () => {
    const rule: FaultRule = { on: "http", match: { to: "gone@x" }, reject: true, delay: 5, times: 2 };
    expect(toRule(toDraft(rule))).toEqual(rule);
    expect(toRule(changeStage(toDraft(rule), "rcpt"))).not.toHaveProperty("reject");
  });

  it("leaves out what belongs to SMTP from a rule for a provider's API, and the other way round", () => {
    const draft = { ...toDraft({ on: "rcpt", reply: "451 4.7.1 Later", tarpit: 9, match: { user: "u" } }) };
    const http = { ...draft, on: "http", status: "429", retryAfter: "1", provider: "resend" } as const;
    expect(toRule(http)).toEqual({ on: "http", match: { provider: "resend" }, status: 429, retryAfter: 1 });
    expect(toRule({ ...http, on: "rcpt" })).toEqual(toRule(draft));
  });

  it("sends an error of a provider without its status as it is understood, so that the server refuses it", () => {
    expect(JSON.stringify(toRule({ ...toDraft(), on: "http" }))).toContain('"status":0');
  });

  it("sends what is not a number as it is understood, so that the server refuses it", () => {
    expect(JSON.stringify(toRule({ ...toDraft(), delay: "soon" }))).toContain('"delay":null');
  });

  it("leaves out a reply that was typed before Close the connection was chosen", () => {
    expect(toRule({ ...toDraft(), end: "drop" })).toEqual({ on: "rcpt", drop: true });
  });
});
