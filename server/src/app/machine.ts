import { readdirSync, readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import type { AvailableMemory } from "./memory-limits.ts";

/** Bytes that V8's young generation may take of the limit of the whole heap, in the versions of Node that we run on. */
const YOUNG_GENERATION_BYTES = 192 * 1024 ** 2;

/** The memory that this process can have: the cgroup's where it is in one that has a limit, else the machine's. */
export function readAvailableMemory(): AvailableMemory {
  // 0 or a huge number: there is no limit, or it is not known.
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
 * Memory that is available on this machine, this process included. In a cgroup this would count the cache of files as used,
 * and macOS counts it as used too: there the total is the better estimate.
 */
const availableBytesOnLinux = (): number =>
  process.platform === "linux" ? process.availableMemory() + process.memoryUsage.rss() : Number.POSITIVE_INFINITY;

/** File descriptors that this process may still open: on Linux; elsewhere it is not known. */
export function countFreeDescriptors(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "latin1")) ?? [];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft) - readdirSync("/proc/self/fd").length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
