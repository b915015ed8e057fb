import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { Activities } from "./activities.ts";

/**
 * Theory of operation. A timer fires every `interval` ms. Its delay is the time for which something else occupied the
 * event loop. The main thread's CPU time between two firings shows the cause:
 *
 * - The thread used at least `thresholdMs` ms of CPU: our own code (or the garbage collector) blocked the loop.
 * - The timer was late by at least `thresholdMs` ms, but the thread used less CPU: the process did not run. It was
 *   stopped (SIGSTOP, a sleeping laptop), waited for a slow disk, or shared its CPU with other programs.
 *
 * Durations are accurate to one `interval`.
 */

export interface EventLoopBlock {
  /** Milliseconds for which the event loop was blocked. */
  readonly durationMs: number;
  /** Milliseconds of CPU time that the main thread used during the block. */
  readonly cpuMs: number;
  /** What was in progress. */
  readonly activity: string;
}

export interface MonitorOptions {
  /** Milliseconds between two measurements. */
  readonly intervalMs?: number;
  /** Minimum delay in milliseconds that is reported. */
  readonly thresholdMs?: number;
  /** Called when our own code blocked the loop. */
  readonly onBlock?: (block: EventLoopBlock) => void;
  /** Called when the process was not running. */
  readonly onStarved?: (block: EventLoopBlock) => void;
}

/** Figures for monitoring systems, in seconds. */
export interface EventLoopFigures {
  /** Longest delay within the last one to two minutes. */
  readonly maxDelaySeconds: number;
  /** 99th percentile of the delay within the last one to two minutes. */
  readonly p99DelaySeconds: number;
  /** Total CPU time of all blocks since startup. */
  readonly blockedSeconds: number;
  /** Total time since startup for which the process was not running, counting delays above the threshold. */
  readonly starvedSeconds: number;
}

/** 50 wake-ups a second; they cost an idle server about 0.5 % of a core. */
const INTERVAL_MS = 20;
/** People notice a delay of 100 ms. Garbage collections of the old heap take less and are not worth a log line. */
const THRESHOLD_MS = 100;
/** Length of a measurement window in milliseconds. */
const WINDOW_MS = 60_000;

export class EventLoopMonitor {
  readonly activities = new Activities();
  readonly #intervalMs: number;
  readonly #thresholdMs: number;
  readonly #options: MonitorOptions;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastTick = 0;
  #lastCpu = 0;
  #windowStart = 0;
  #window: RecordableHistogram = createHistogram();
  #previousWindow: RecordableHistogram = createHistogram();
  #blockedMs = 0;
  #starvedMs = 0;

  constructor(options: MonitorOptions = {}) {
    this.#options = options;
    this.#intervalMs = options.intervalMs ?? INTERVAL_MS;
    this.#thresholdMs = options.thresholdMs ?? THRESHOLD_MS;
  }

  /** Starts the measurement. Does not keep the process alive. */
  start(): void {
    this.#lastTick = performance.now();
    this.#windowStart = this.#lastTick;
    this.#lastCpu = threadCpuMs();
    this.#timer = setInterval(this.#tick, this.#intervalMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  readFigures(): EventLoopFigures {
    const windows = [this.#window, this.#previousWindow].filter(({ count }) => count > 0);
    return {
      maxDelaySeconds: Math.max(0, ...windows.map(({ max }) => max)) / 1e6,
      p99DelaySeconds: Math.max(0, ...windows.map((window) => window.percentile(99))) / 1e6,
      blockedSeconds: this.#blockedMs / 1000,
      starvedSeconds: this.#starvedMs / 1000,
    };
  }

  readonly #tick = (): void => {
    const now = performance.now();
    const cpuNow = threadCpuMs();
    const delay = now - this.#lastTick - this.#intervalMs;
    const cpu = cpuNow - this.#lastCpu;
    this.#record(now, delay);
    if (delay >= this.#thresholdMs) this.#report(delay, cpu);
    this.activities.reset();
    this.#lastTick = now;
    this.#lastCpu = cpuNow;
  };

  /** Records a delay in microseconds; a histogram does not accept 0. */
  #record(now: number, delay: number): void {
    if (now - this.#windowStart > WINDOW_MS) {
      [this.#previousWindow, this.#window] = [this.#window, this.#previousWindow];
      this.#window.reset();
      this.#windowStart = now;
    }
    this.#window.record(Math.max(1, Math.round(delay * 1000)));
  }

  #report(delay: number, cpu: number): void {
    const block: EventLoopBlock = { durationMs: delay, cpuMs: cpu, activity: this.activities.describe() };
    if (cpu >= this.#thresholdMs) {
      this.#blockedMs += Math.min(cpu, delay);
      this.#options.onBlock?.(block);
    } else {
      this.#starvedMs += delay - cpu;
      this.#options.onStarved?.(block);
    }
  }
}

/**
 * Returns the CPU time of this thread in milliseconds. Before Node 23.9 only the CPU time of the whole process is
 * available, so the work of other threads counts as a block.
 */
const threadCpuMs = (): number => {
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- the types are those of Node 24
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
};
