import type { Browser, Page } from "@playwright/test";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of wall-clock time, and of CPU time. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The longest tasks of the page's main thread, in milliseconds: what delays a frame. */
export interface LongestTasks {
  /** Wall-clock time: on a busy machine, it includes waiting for a CPU. */
  readonly wallClockMs: number;
  /** CPU time: the page's own work. */
  readonly cpuMs: number;
  /** Longest time between two frames, measured by the page. */
  readonly frameMs: number;
}

/** Traces the page while `work` runs. */
export async function traceLongestTasks(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<LongestTasks> {
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline", "toplevel", "__metadata"] });
  // Excludes the beginning and the end of the trace, which delay the browser themselves.
  await page.evaluate(watchFrames);
  await work();
  const frameMs = await page.evaluate(readLongestFrame);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => ph === "X" && /RunTask/.test(name) && mainThreads.has(`${pid} ${tid}`),
  );
  const longestMs = (of: "dur" | "tdur") => tasks.reduce((sum, task) => Math.max(sum, task[of] ?? 0), 0) / 1000;
  return { wallClockMs: longestMs("dur"), cpuMs: longestMs("tdur"), frameMs };
}

function watchFrames(): void {
  const state = { longest: 0, last: performance.now() };
  Reflect.set(globalThis, "frameTimes", state);
  const frame = () => {
    const now = performance.now();
    state.longest = Math.max(state.longest, now - state.last);
    state.last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

function readLongestFrame(): number {
  return (Reflect.get(globalThis, "frameTimes") as { longest: number }).longest;
}
