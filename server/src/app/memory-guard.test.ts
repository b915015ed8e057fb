import type * as Fs from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { readUsedBytes } from "./machine.ts";
import { startMemoryGuard } from "./memory-guard.ts";

const reads = vi.hoisted(() => ({ fail: false }));
vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof Fs>();
  const readFileSync = (path: string, encoding: "latin1") => {
    if (reads.fail) throw Object.assign(new Error("EMFILE: too many open files"), { code: "EMFILE" });
    return fs.readFileSync(path, encoding);
  };
  return { ...fs, readFileSync };
});

afterEach(() => {
  reads.fail = false;
  vi.useRealTimers();
});

/** Returns how often the caches were dropped in a second of a process that may use `totalBytes`. */
function countDrops(totalBytes: number): number {
  vi.useFakeTimers();
  const dropCaches = vi.fn<() => void>();
  const guard = startMemoryGuard(totalBytes, [{ dropCaches }]);
  vi.advanceTimersByTime(1_000);
  guard.stop();
  const drops = dropCaches.mock.calls.length;
  vi.advanceTimersByTime(1_000);
  expect(dropCaches).toHaveBeenCalledTimes(drops);
  return drops;
}

const MiB = 1024 ** 2;

test.skipIf(process.platform !== "linux")("caches are dropped when most of the memory is in use", () => {
  expect(countDrops(8 * MiB)).toBeGreaterThan(0);
  // Not again before more is in use: twenty times a second would keep the process busy.
  expect(countDrops(8 * MiB)).toBeLessThan(10);
});

test("nothing is dropped while memory is left, or where it is plentiful", () => {
  expect([countDrops(1_023 * MiB), countDrops(24 * 1_024 * MiB)]).toEqual([0, 0]);
});

test("without a free file descriptor the memory in use is unknown, and the process goes on", () => {
  reads.fail = true;
  expect(countDrops(8 * MiB)).toBe(0);
});

test.skipIf(process.platform !== "linux")(
  "a job on a large message gets the memory of the caches before they have to be dropped",
  () => {
    vi.useFakeTimers();
    const dropCaches = vi.fn<() => void>();
    // Two thirds of the memory are in use: more than is collected at, less than caches are dropped at.
    const guard = startMemoryGuard(readUsedBytes() * 1.5, [{ dropCaches }]);
    guard.makeRoom(1_000);
    expect(dropCaches).not.toHaveBeenCalled();
    guard.makeRoom(5 * MiB);
    expect(dropCaches).toHaveBeenCalledTimes(1);
    guard.stop();
  },
);
