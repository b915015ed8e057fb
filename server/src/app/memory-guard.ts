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

/** How often the memory in use is read, in ms. */
const INTERVAL_MS = 50;

/** After that, the same is tried again only when this much more is in use, in bytes. */
const MIN_GROWTH_BYTES = 4 * 1024 ** 2;

/** Holds what can be computed again. */
interface Cache {
  dropCaches(): void;
}

/** @param totalBytes memory that the process may use */
export function startMemoryGuard(totalBytes: number, caches: readonly Cache[]): { stop(): void } {
  if (process.platform !== "linux" || !isMemoryScarce(totalBytes)) return { stop() {} };
  // The compiler between V8's baseline and its optimising compiler keeps 30 to 40 MiB once real mail was read. Without it, receiving
  // takes 20 % more CPU.
  setFlagsFromString("--no-maglev");
  const collectGarbage = exposeGarbageCollector();
  const nextStep = (used: number) => Math.max(totalBytes * COLLECT_SHARE, used + MIN_GROWTH_BYTES);
  let actAt = nextStep(0);
  const timer = setInterval(() => {
    const used = readUsedBytes();
    if (used < actAt) {
      actAt = Math.min(actAt, nextStep(used));
      return;
    }
    if (used > totalBytes * RELEASE_SHARE) for (const cache of caches) cache.dropCaches();
    collectGarbage();
    actAt = nextStep(readUsedBytes());
  }, INTERVAL_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

function exposeGarbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
