import type { FaultRule } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import type { FaultContext } from "../base/fault-context.ts";
import { createMailbox } from "./create-mailbox.ts";

const context = (options: Partial<FaultContext> = {}): FaultContext => ({
  peer: "127.0.0.1",
  user: null,
  from: "jo@example.com",
  to: ["zoe@example.net"],
  ...options,
});

function script(...rules: FaultRule[]) {
  const { faults } = createMailbox();
  for (const rule of rules) faults.add(rule);
  return faults;
}

describe("the fault script", () => {
  it("greylists: refuses twice, then lets pass", () => {
    const faults = script({ on: "rcpt", reply: "451 4.7.1 Greylisted", times: 2 });
    expect([1, 2, 3, 4].map(() => faults.check("rcpt", context()) !== undefined)).toEqual([true, true, false, false]);
    expect(faults.list()).toMatchObject([{ seen: 4, hits: 2 }]);
  });

  it("fails the n-th attempt", () => {
    const faults = script({ on: "message", drop: true, after: 2, times: 1 });
    expect([1, 2, 3, 4].map(() => faults.check("message", context()) !== undefined)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it("uses the first matching rule, and the next one after it is used up", () => {
    const faults = script({ on: "rcpt", reply: "450 first", times: 1 }, { on: "rcpt", reply: "550 second" });
    expect([1, 2, 3].map(() => faults.check("rcpt", context())?.rule.reply)).toEqual([
      "450 first",
      "550 second",
      "550 second",
    ]);
  });

  it.each<[FaultRule["match"], Partial<FaultContext>, boolean]>([
    [{ to: "zoe@example.net" }, {}, true],
    [{ to: "ZOE@*" }, {}, true],
    [{ to: "max@*" }, {}, false],
    [{ to: "max@*" }, { to: ["zoe@example.net", "max@example.net"] }, true],
    [{ from: "*@example.com" }, {}, true],
    [{ from: "*" }, { from: null }, false],
    [{ from: "" }, { from: "" }, true],
    [{ user: "tester" }, { user: "tester" }, true],
    [{ user: "tester" }, {}, false],
    [{ peer: "127.*" }, {}, true],
    [{ to: "zoe*", from: "max*" }, {}, false],
  ])("fits %j to %j: %s", (match, options, fits) => {
    const faults = script({ on: "rcpt", reply: "450 no", ...(match && { match }) });
    expect(faults.check("rcpt", context(options)) !== undefined).toBe(fits);
    expect(faults.check("data", context(options))).toBeUndefined();
  });

  it("forgets removed rules", () => {
    const faults = script({ on: "connect", drop: true });
    const [fault] = faults.list();
    expect(faults.get(fault?.id ?? "")).toEqual(fault);
    expect(faults.remove(fault?.id ?? "")).toBe(true);
    expect(faults.remove(fault?.id ?? "")).toBe(false);
    expect(faults.check("connect", context())).toBeUndefined();
  });

  it("matches a pattern with many stars quickly", () => {
    const faults = script({ on: "rcpt", reply: "450 no", match: { to: "*a".repeat(500) } });
    expect(faults.check("rcpt", context({ to: [`${"a".repeat(5_000)}b`] }))).toBeUndefined();
  });
});
