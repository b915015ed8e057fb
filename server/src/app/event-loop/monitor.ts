import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { Activities } from "./activities.ts";

/**
 * Theory of operation. A timer fires every `interval` ms. How late it fires is how long something else occupied the
 * event loop. The main thread's CPU time between two firings says whose fault that was:
 *
 * - The thread used at least `thresholdMs` ms of CPU: our own code (or the garbage collector) blocked the loop.
 * - The timer was late by at least `thresholdMs` ms and the thread used less: the process did not run. It was stopped
 *   (SIGSTOP, a laptop that slept), waited for a slow disk, or shared its CPU with other programs.
 *
 * A block is measured with an error of at most one `interval`.
 */

export interface EventLoopBlock {
  /** Milliseconds for which the loop turned to nothing else. */
  readonly durationMs: number;
  /** Milliseconds of CPU time that the main thread used meanwhile. */
  readonly cpuMs: number;
  /** What was in progress. */
  readonly activity: string;
}

export interface MonitorOptions {
  /** Milliseconds between two measurements. */
  readonly intervalMs?: number;
  /** Milliseconds from which a delay is reported. */
  readonly thresholdMs?: number;
  /** Our own code occupied the loop. */
  readonly onBlock?: (block: EventLoopBlock) => void;
  /** The process was not running. */
  readonly onStarved?: (block: EventLoopBlock) => void;
}

/** Figures for monitoring systems. Seconds. */
export interface EventLoopFigures {
  /** Longest delay within the last one to two minutes. */
  readonly maxDelaySeconds: number;
  /** 99th percentile of the delay within the last one to two minutes. */
  readonly p99DelaySeconds: number;
  /** CPU time of all blocks since the start. */
  readonly blockedSeconds: number;
  /** Time for which the process was not running since the start, in delays above the threshold. */
  readonly starvedSeconds: number;
}

/** 50 wake-ups a second; an idle server spends some 0.5 % of a core on them. */
const INTERVAL_MS = 20;
/** People notice a delay of 100 ms. Collections of the old heap take less, and are not worth a line. */
const THRESHOLD_MS = 100;
/** Milliseconds after which figures are of a new window. */
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

  /** Starts to measure. Does not keep the process running. */
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

  /** In microseconds; a histogram takes no 0. */
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
 * CPU time of this thread so far, in milliseconds. Node before 23.9 knows only that of the whole process: there, the
 * work of other threads counts as a block.
 */
const threadCpuMs = (): number => {
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- the types are those of Node 24
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
};
