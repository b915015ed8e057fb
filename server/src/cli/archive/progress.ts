const WIDTH = 24;
/** Milliseconds between two drawings. */
const PAUSE = 100;

export interface Progress {
  /** `done` of the total, in its unit. */
  at(done: number, note: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** A bar on a terminal; nothing elsewhere. */
export function progress(total: number, terminal: NodeJS.WriteStream = process.stderr): Progress {
  if (!terminal.isTTY) return { at: () => {}, end: () => {} };
  const started = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    at(done, note) {
      const now = performance.now();
      if (now - drawn < PAUSE) return;
      drawn = now;
      terminal.write(
        `\r${line(done / Math.max(total, 1), note, now - started).slice(0, (terminal.columns || 80) - 1)}\x1b[K`,
      );
    },
    end: () => {
      terminal.write("\r\x1b[K");
    },
  };
}

/** @param elapsed milliseconds */
export function line(share: number, note: string, elapsed: number): string {
  const done = Math.min(share, 1);
  const full = Math.round(done * WIDTH);
  const left = done > 0 ? (elapsed / done - elapsed) / 1000 : 0;
  const percent = String(Math.floor(done * 100)).padStart(3);
  return `${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${percent} %  ${note}  ${left.toFixed(0)} s left`;
}
