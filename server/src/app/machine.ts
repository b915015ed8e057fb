import { readdirSync, readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import type { AvailableMemory } from "./memory-limits.ts";

/** Bytes of the heap limit that V8's young generation may use, in the supported versions of Node. */
const YOUNG_GENERATION_BYTES = 192 * 1024 ** 2;

/** Returns the memory available to this process: the cgroup's limit if there is one, else the machine's memory. */
export function readAvailableMemory(): AvailableMemory {
  // 0 or a huge number means that there is no limit, or that it is unknown.
  const constrained = process.constrainedMemory();
  const machine = totalmem();
  const isConstrained = constrained > 0 && constrained < machine;
  const limit = getHeapStatistics().heap_size_limit;
  return {
    totalBytes: isConstrained ? constrained : Math.min(machine, availableBytesOnLinux()),
    heapBytes: Math.max(limit - YOUNG_GENERATION_BYTES, limit / 4),
  };
}

/**
 * Memory available on this machine, including this process. In a cgroup, and on macOS, the file cache would count as
 * used memory; there, the total is the better estimate.
 */
const availableBytesOnLinux = (): number =>
  process.platform === "linux" ? process.availableMemory() + process.memoryUsage.rss() : Number.POSITIVE_INFINITY;

/**
 * Returns the bytes of this process that are not a copy of a file. Known on Linux only, and only with a free file descriptor; 0
 * otherwise.
 */
export function readUsedBytes(): number {
  try {
    const [, kibibytes = 0] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1")) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return 0;
  }
}

/** Returns how many file descriptors this process can still open. Known on Linux only. */
export function countFreeDescriptors(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "latin1")) ?? [];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft) - readdirSync("/proc/self/fd").length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
