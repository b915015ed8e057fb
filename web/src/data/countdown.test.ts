import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startCountdown } from "./countdown.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("ends when its time is over, once", () => {
  const done = vi.fn<() => void>();
  const countdown = startCountdown(6_000, done);
  vi.advanceTimersByTime(5_999);
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  countdown.resume();
  vi.advanceTimersByTime(60_000);
  expect(done).toHaveBeenCalledOnce();
});

it("stops while paused, and continues with the remaining time", () => {
  const done = vi.fn<() => void>();
  const countdown = startCountdown(6_000, done);
  vi.advanceTimersByTime(4_000);
  countdown.pause();
  countdown.pause();
  vi.advanceTimersByTime(60_000);
  expect(done).not.toHaveBeenCalled();
  countdown.resume();
  countdown.resume();
  vi.advanceTimersByTime(1_999);
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(done).toHaveBeenCalledOnce();
});

it("never ends once it is called off", () => {
  const done = vi.fn<() => void>();
  const countdown = startCountdown(6_000, done);
  countdown.cancel();
  countdown.resume();
  vi.advanceTimersByTime(60_000);
  expect(done).not.toHaveBeenCalled();
});
