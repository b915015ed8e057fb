import type { Block } from "./monitor.ts";

/** Milliseconds between two lines. */
const PAUSE = 10_000;

/**
 * Logs blocks of the event loop: the first at once, then at most one line every 10 s, with the worst block since the
 * line before it. One that is held back and followed by none for 10 s is not logged, but counted in the metrics.
 */
export function blockLogger(
  log: { warn(details: object, message: string): void },
  now: () => number = () => performance.now(),
) {
  let quietUntil = Number.NEGATIVE_INFINITY;
  let heldBack: Block[] = [];
  return (block: Block): void => {
    heldBack.push(block);
    if (now() < quietUntil) return;
    const worst = heldBack.reduce((one, other) => (other.cpu > one.cpu ? other : one));
    const details = {
      milliseconds: Math.round(worst.duration),
      cpuMilliseconds: Math.round(worst.cpu),
      during: worst.activity,
      ...(heldBack.length > 1 ? { blocks: heldBack.length } : {}),
    };
    log.warn(details, "the event loop was blocked");
    heldBack = [];
    quietUntil = now() + PAUSE;
  };
}
