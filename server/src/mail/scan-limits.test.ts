import { describe, expect, it } from "vitest";
import { ScanBudget, ScanLimitError, type ScanLimits } from "./scan-limits.ts";

const NO_LIMIT = Number.POSITIVE_INFINITY;
const createBudget = (limits: Partial<ScanLimits>) =>
  new ScanBudget(10, {
    entities: NO_LIMIT,
    fields: NO_LIMIT,
    headerBytes: NO_LIMIT,
    encodedBytes: NO_LIMIT,
    deadline: NO_LIMIT,
    ...limits,
  });

describe("a scan with limits gives up", () => {
  it.each<[string, Partial<ScanLimits>, (budget: ScanBudget) => unknown]>([
    ["at too many entities", { entities: 1 }, (budget) => budget.countEntity(0, 0)],
    ["at too many fields", { fields: 1 }, (budget) => budget.countEntity(1, 0)],
    ["at too long a header", { headerBytes: 1 }, (budget) => budget.countEntity(0, 1)],
    ["at too many encoded bytes", { encodedBytes: 1 }, (budget) => budget.takeDecoding(1)],
  ])("%s", (_, limits, count) => {
    const budget = createBudget(limits);
    count(budget);
    expect(() => count(budget)).toThrow(ScanLimitError);
  });

  it("when the time is over, which it checks every 256 lines", () => {
    const budget = createBudget({ deadline: performance.now() });
    for (let line = 1; line < 256; line++) budget.countLine();
    expect(() => budget.countLine()).toThrow(ScanLimitError);
    expect(() => budget.checkTime()).toThrow(ScanLimitError);
  });
});

describe("a scan without limits", () => {
  it("reads everything", () => {
    const budget = new ScanBudget(10, undefined);
    budget.countEntity(1_000_000, 1_000_000);
    for (let line = 0; line < 1_000; line++) budget.countLine();
    budget.checkTime();
    expect(budget.hasDeadline).toBe(false);
  });

  it("decodes four times the size of the source, and no more", () => {
    const budget = new ScanBudget(10, undefined);
    expect([1, 2, 3, 4, 5].map(() => budget.takeDecoding(10))).toEqual([true, true, true, true, false]);
  });
});
