import { readAvailableMemory } from "./machine.ts";
import { isMemoryScarce } from "./memory-limits.ts";

/*
 * Without these settings, glibc keeps freed memory for later, the more the larger the freed blocks were. In a small container that memory
 * is missed: with 128 MiB it is half of what the process may use. They are environment variables, which are read when a process starts.
 */
const SETTINGS = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "65536", MALLOC_TRIM_THRESHOLD_: "65536" };

/**
 * Where memory is scarce, replaces this process by one whose malloc returns memory at once. It has the same id, arguments and standard
 * streams. Does nothing if a setting was made by the user, if Node cannot do it (before 22.15), or if another process talks to this one
 * over Node's IPC channel, which would be lost.
 */
export function restartWithMallocSettings(): void {
  if (process.execve === undefined || process.platform !== "linux" || process.channel !== undefined) return;
  if (Object.keys(SETTINGS).some((name) => name in process.env)) return;
  if (!isMemoryScarce(readAvailableMemory().totalBytes)) return;
  const args = [process.argv0, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { ...process.env, ...SETTINGS });
}
