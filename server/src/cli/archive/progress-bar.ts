const BAR_WIDTH = 24;
/** Minimum milliseconds between two redraws. */
const REDRAW_INTERVAL_MS = 100;

export interface ProgressBar {
  /** Shows `done` of the total, in the same unit. */
  update(done: number, note: string): void;
  /** Removes the bar. */
  clear(): void;
}

/** Creates a bar on a terminal. Shows nothing if the output is not a terminal. */
export function createProgressBar(total: number, terminal: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!terminal.isTTY) return { update: () => {}, clear: () => {} };
  const started = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    update(done, note) {
      const now = performance.now();
      if (now - drawn < REDRAW_INTERVAL_MS) return;
      drawn = now;
      terminal.write(
        `\r${formatProgress(done / Math.max(total, 1), note, now - started).slice(0, (terminal.columns || 80) - 1)}\x1b[K`,
      );
    },
    clear: () => {
      terminal.write("\r\x1b[K");
    },
  };
}

/** @param elapsedMs milliseconds since the start */
export function formatProgress(share: number, note: string, elapsedMs: number): string {
  const done = Math.min(share, 1);
  const full = Math.round(done * BAR_WIDTH);
  const remainingSeconds = done > 0 ? (elapsedMs / done - elapsedMs) / 1000 : 0;
  const percent = String(Math.floor(done * 100)).padStart(3);
  return `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ${percent} %  ${note}  ${remainingSeconds.toFixed(0)} s left`;
}
