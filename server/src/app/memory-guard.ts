import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readUsedBytes } from "./machine.ts";
import { isMemoryScarce } from "./memory-limits.ts";

/*
 * In a small container, the kernel ends a process that V8 would have made smaller a moment later: V8 collects garbage when its
 * own limits are near, and knows neither the worker thread nor buffers well. So the memory in use is read often, and memory is
 * released before the container's limit is reached: first garbage, then caches and the worker thread.
 */

/** Shares of the memory above which garbage is collected, and above which caches are dropped. */
const COLLECT_SHARE = 0.6;
const RELEASE_SHARE = 0.75;

/** A job on a message of this size may fill the heap of the worker. */
const LARGE_SOURCE_BYTES = 512 * 1024;

/** How often the memory in use is read, in ms. */
const INTERVAL_MS = 50;

/** After that, the same is tried again only when this much more is in use, in bytes. */
const MIN_GROWTH_BYTES = 4 * 1024 ** 2;

/** Holds what can be computed again. */
interface Cache {
  dropCaches(): void;
}

interface MemoryGuard {
  /**
   * Releases memory before a job on a message of this size, because the timer may be late while the machine is busy. For a large
   * message, it also releases what is worth keeping for others.
   */
  makeRoom(sourceBytes: number): void;
  stop(): void;
}

/** @param totalBytes memory that the process may use */
export function startMemoryGuard(totalBytes: number, caches: readonly Cache[]): MemoryGuard {
  if (process.platform !== "linux" || !isMemoryScarce(totalBytes)) return { makeRoom() {}, stop() {} };
  // The compiler between V8's baseline and its optimising compiler keeps 30 to 40 MiB once real mail was read. Without it, receiving
  // takes 20 % more CPU.
  setFlagsFromString("--no-maglev");
  const collectGarbage = exposeGarbageCollector();
  const nextStep = (used: number) => Math.max(totalBytes * COLLECT_SHARE, used + MIN_GROWTH_BYTES);
  let actAt = nextStep(0);
  const collect = () => {
    collectGarbage();
    actAt = nextStep(readUsedBytes());
  };
  const release = () => {
    for (const cache of caches) cache.dropCaches();
    collect();
  };
  const check = () => {
    const used = readUsedBytes();
    if (used < actAt) actAt = Math.min(actAt, nextStep(used));
    else if (used > totalBytes * RELEASE_SHARE) release();
    else collect();
  };
  const makeRoom = (sourceBytes: number) => {
    if (sourceBytes < LARGE_SOURCE_BYTES) check();
    else if (readUsedBytes() > totalBytes * COLLECT_SHARE) release();
  };
  const timer = setInterval(check, INTERVAL_MS);
  timer.unref();
  return { makeRoom, stop: () => clearInterval(timer) };
}

function exposeGarbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
