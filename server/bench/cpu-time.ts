import { readdirSync, readFileSync } from "node:fs";
import { waitUntil } from "./measure.ts";

/** CPU time of a process's live threads in milliseconds, to a microsecond: that of `/proc/PID/stat` is in steps of 10 ms. */
export function readThreadTimeMs(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ")[0]);
    } catch {
      // The thread has ended meanwhile.
    }
  }
  return nanoseconds / 1e6;
}

/** Share of a core that an idle server may use. */
const IDLE_SHARE = 0.02;
const SAMPLE_MS = 400;

/** Waits until a process uses nearly no CPU time. */
export async function waitUntilIdle(pid: number, timeout = 60_000): Promise<void> {
  let before = readThreadTimeMs(pid);
  let started = performance.now();
  const isIdle = () => {
    const [now, time] = [readThreadTimeMs(pid), performance.now()];
    const share = (now - before) / (time - started);
    [before, started] = [now, time];
    return share < IDLE_SHARE;
  };
  await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  await waitUntil(`process ${pid} idle`, isIdle, { timeout, every: SAMPLE_MS });
}

export interface Cost {
  /** Milliseconds of CPU time of the server. */
  readonly cpu: number;
  /** Milliseconds until the response. */
  readonly elapsed: number;
}

/** Measures the cost of something that a server does. */
export async function measureCost(pid: number, run: () => Promise<unknown>): Promise<Cost> {
  const [before, started] = [readThreadTimeMs(pid), performance.now()];
  await run();
  return { cpu: readThreadTimeMs(pid) - before, elapsed: performance.now() - started };
}
