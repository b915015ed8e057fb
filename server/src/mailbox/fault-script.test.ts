import type { FaultRule, StreamEvent } from "@mailglass/shared";
import { describe, expect, it, vi } from "vitest";
import type { FaultContext } from "../base/fault-context.ts";
import { createMailbox } from "./create-mailbox.ts";
import { createFaultScript } from "./fault-script.ts";

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

  it("replaces a rule in its place, and counts from 0", () => {
    const faults = script({ on: "rcpt", reply: "450 first" }, { on: "rcpt", reply: "550 second" });
    faults.check("rcpt", context());
    const [first, second] = faults.list();
    const replaced = faults.replace(first?.id ?? "", { on: "rcpt", reply: "451 new" });
    expect(replaced).toEqual({ id: first?.id, rule: { on: "rcpt", reply: "451 new" }, seen: 0, hits: 0 });
    expect(faults.list()).toEqual([replaced, second]);
    expect(faults.check("rcpt", context())?.rule.reply).toBe("451 new");
    expect(faults.replace("unknown", { on: "rcpt", reply: "451" })).toBeUndefined();
  });

  it("reports changes of its rules, and not every hit", () => {
    let changes = 0;
    const faults = createFaultScript(() => `f${changes}`, { onChange: () => void changes++ });
    const counted = (change: () => unknown) => {
      const before = changes;
      change();
      return changes - before;
    };
    expect(counted(() => faults.add({ on: "rcpt", reply: "450", times: 2 }))).toBe(1);
    expect(counted(() => faults.check("rcpt", context()))).toBe(0);
    expect(counted(() => faults.check("rcpt", context()))).toBe(1);
    expect(counted(() => faults.check("rcpt", context()))).toBe(0);
    expect(counted(() => faults.replace("f0", { on: "rcpt", reply: "451" }))).toBe(1);
    expect(counted(() => faults.remove("f0"))).toBe(1);
    expect(counted(() => faults.remove("f0"))).toBe(0);
    expect(counted(() => faults.clear())).toBe(0);
  });

  it("makes an event of each change", async () => {
    const mailbox = createMailbox();
    const events: StreamEvent[] = [];
    mailbox.subscribe((batch) => events.push(...batch));
    mailbox.faults.add({ on: "connect", drop: true });
    mailbox.faults.clear();
    await vi.waitFor(() =>
      expect(events).toEqual([
        { type: "faults.changed", seq: 1 },
        { type: "faults.changed", seq: 2 },
      ]),
    );
  });

  it("matches a pattern with many stars quickly", () => {
    const faults = script({ on: "rcpt", reply: "450 no", match: { to: "*a".repeat(500) } });
    expect(faults.check("rcpt", context({ to: [`${"a".repeat(5_000)}b`] }))).toBeUndefined();
  });
});
