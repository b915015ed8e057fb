/** Medians, percentiles and interleaved runs, which make figures of a noisy machine comparable. */

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The median of the ratios of all rounds. It is not the ratio of two medians, because noise affects both runs of a round. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/** Runs each of `contestants` once per round, alternating: ours, theirs, ours, theirs, … */
export async function runInterleaved<T, R>(
  contestants: readonly T[],
  rounds: number,
  run: (contestant: T) => Promise<R>,
): Promise<Map<T, R[]>> {
  const results = new Map<T, R[]>(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) results.get(contestant)?.push(await run(contestant));
  }
  return results;
}

/** Checks `condition` every few milliseconds until it is true. Fails after `timeout` ms. */
export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { timeout = 20_000, every = 5 } = {},
): Promise<void> {
  const deadline = performance.now() + timeout;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeout} ms`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
