import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UndoLog } from "./undo-log.ts";

const message = (seq: number, size = 10) => ({ seq, size });

function createLog() {
  const released: number[] = [];
  const log = new UndoLog<{ seq: number; size: number }>((messages) =>
    released.push(...messages.map(({ seq }) => seq)),
  );
  return { log, released };
}

describe("the undo log", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("returns a deletion once, under a token that cannot be guessed", () => {
    const { log, released } = createLog();
    const { token, expiresAt, count } = log.add([message(1), message(3), message(2)]);
    expect(token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([expiresAt - Date.now(), count, log.length, log.bytes]).toEqual([60_000, 3, 3, 30]);
    expect(log.take(token)?.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    expect(log.take(token)).toBeUndefined();
    vi.advanceTimersByTime(60_000);
    expect([released, log.length, log.bytes]).toEqual([[], 0, 0]);
  });

  it("releases a deletion after 60 seconds, and the others at their own times", () => {
    const { log, released } = createLog();
    const first = log.add([message(1)]);
    vi.advanceTimersByTime(20_000);
    const second = log.add([message(2)]);
    vi.advanceTimersByTime(39_999);
    expect(released).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(released).toEqual([1]);
    expect([log.find(first.token), log.list()]).toEqual([undefined, [second]]);
    vi.advanceTimersByTime(20_000);
    expect([released, log.list(), log.bytes]).toEqual([[1, 2], [], 0]);
  });

  it("expires by timers: changes of the system clock have no effect", () => {
    const { log, released } = createLog();
    log.add([message(1)]);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(59_999);
    expect(released).toEqual([]);
    vi.setSystemTime(Date.now() - 7_200_000);
    vi.advanceTimersByTime(1);
    expect(released).toEqual([1]);
  });

  it("evicts the oldest message of the oldest deletion", () => {
    const { log, released } = createLog();
    const first = log.add([message(5), message(4)]);
    const second = log.add([message(1)]);
    expect(log.evictOldest()).toBe(true);
    expect(log.find(first.token)?.count).toBe(1);
    expect([log.evictOldest(), log.find(first.token), log.list()]).toEqual([true, undefined, [second]]);
    expect([log.evictOldest(), log.evictOldest()]).toEqual([true, false]);
    expect([released, log.length, log.bytes, vi.getTimerCount()]).toEqual([[4, 5, 1], 0, 0, 0]);
  });

  it("keeps the last 100 deletions", () => {
    const { log, released } = createLog();
    for (let seq = 1; seq <= 103; seq++) log.add([message(seq)]);
    expect([log.list().length, log.length, released]).toEqual([100, 100, [1, 2, 3]]);
    log.clear();
    expect([log.list(), log.length, log.bytes, vi.getTimerCount()]).toEqual([[], 0, 0, 0]);
    expect(released).toHaveLength(103);
  });
});
