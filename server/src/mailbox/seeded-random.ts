const STEP = 0x6d2b79f5;

/**
 * Returns a random number generator for [0, 1). The same seed gives the same numbers (mulberry32, 32 bits of state: good
 * enough for faults, not for secrets).
 */
export function createSeededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + STEP) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Returns the number that a generator with this seed gives after `index` others. */
export function seededRandomAt(seed: number, index: number): number {
  return createSeededRandom(seed + Math.imul(index, STEP))();
}
