import type { EventLoopBlock } from "./monitor.ts";

/** Minimum milliseconds between two log lines. */
const LOG_INTERVAL_MS = 10_000;

/**
 * Logs blocks of the event loop: the first one immediately, then at most one line every 10 s, with the worst block
 * since the previous line. A block that is held back and not followed by another is not logged, but counted in the
 * metrics.
 */
export function createBlockLogger(
  log: { warn(details: object, message: string): void },
  now: () => number = () => performance.now(),
) {
  let quietUntil = Number.NEGATIVE_INFINITY;
  let pending: EventLoopBlock[] = [];
  return (block: EventLoopBlock): void => {
    pending.push(block);
    if (now() < quietUntil) return;
    const worst = pending.reduce((longest, other) => (other.cpuMs > longest.cpuMs ? other : longest));
    const details = {
      milliseconds: Math.round(worst.durationMs),
      cpuMilliseconds: Math.round(worst.cpuMs),
      during: worst.activity,
      ...(pending.length > 1 ? { blocks: pending.length } : {}),
    };
    log.warn(details, "the event loop was blocked");
    pending = [];
    quietUntil = now() + LOG_INTERVAL_MS;
  };
}
