import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RateLimiter } from "./rate-limiter.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Delivers a hundred events at a time for ten seconds, as far as the limiter allows it. Returns how many of `perSecond` were. */
function deliver(limiter: RateLimiter, perSecond: number, eventMs: number): number {
  let delivered = 0;
  for (let events = 0; events < 10 * perSecond; events += 100) {
    vi.advanceTimersByTime(100_000 / perSecond);
    if (!limiter.allows(100)) continue;
    limiter.record(100, 100 * eventMs);
    delivered += 100;
  }
  return delivered;
}

test.each([
  { what: "cheap events: 2,000 a second", eventMs: 0.01, perSecond: 2_000 },
  { what: "events that take 30 % of the time at 1,500 a second", eventMs: 0.2, perSecond: 1_500 },
  { what: "1,000 events a second, whatever they cost", eventMs: 5, perSecond: 1_000 },
])("allows $what", ({ eventMs, perSecond }) => {
  const limiter = new RateLimiter();
  expect(deliver(limiter, perSecond, eventMs)).toBe(10 * perSecond);
  expect(limiter.endsOverload(perSecond / 4)).toBe(true);
  expect(limiter.endsOverload(perSecond / 3)).toBe(false);
});

test.each([
  { eventMs: 0.01, perSecond: 2_000 },
  { eventMs: 0.2, perSecond: 1_500 },
  { eventMs: 5, perSecond: 1_000 },
])("of 4,000 events a second that take $eventMs ms each, $perSecond are allowed, and 1,000 more", (expected) => {
  const delivered = deliver(new RateLimiter(), 4_000, expected.eventMs);
  const limit = 10 * expected.perSecond + 1_000;
  expect(delivered).toBeLessThanOrEqual(1.1 * limit);
  expect(delivered).toBeGreaterThan(0.9 * limit);
});
