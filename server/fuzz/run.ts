import { exitWithUsage, readFlags } from "../bench/flags.ts";
import { checkInput } from "./check.ts";
import { appendToCorpus, appendToCrashes, readCorpus, readCrashes, readSeeds } from "./corpus.ts";
import { createRandom, mutate } from "./mutate.ts";

/**
 * Feeds mutated conversations to the SMTP engine until the time is up: `npm run fuzz -- --seconds 3600`. An input that reaches a new state
 * is added to the corpus; one that violates an invariant is written to crashes.jsonl, and the run ends with code 1.
 */
const USAGE = "npm run fuzz -- [--seconds n] [--seed n]";
const flags = readFlags(USAGE, { seconds: { type: "string" }, seed: { type: "string" } });
const seconds = Number(flags.seconds ?? 20);
const seed = Number(flags.seed ?? Date.now());
if (!(seconds > 0)) exitWithUsage(USAGE, "--seconds wants a number above 0");
if (!Number.isInteger(seed)) exitWithUsage(USAGE, "--seed wants a whole number");
const random = createRandom(seed);
const knownMarks = new Set<string>();
const pool = readSeeds();

for (const input of [...readCorpus(), ...readCrashes()]) {
  for (const mark of checkInput(input)) knownMarks.add(mark);
  pool.push(input.bytes);
}

console.log(`Seed ${seed}, ${pool.length} inputs to begin with, ${seconds} s`);
const startedAt = performance.now();
const heapBefore = process.memoryUsage().heapUsed;
let inputCount = 0;
let slowest = 0;
while (performance.now() - startedAt < seconds * 1000) {
  const input = mutate(pool[random(pool.length)] ?? "", pool, random);
  const before = performance.now();
  try {
    const marks = checkInput(input).filter((mark) => !knownMarks.has(mark));
    if (marks.length > 0) {
      for (const mark of marks) knownMarks.add(mark);
      pool.push(input.bytes);
      // Long inputs would slow down every later run.
      if (input.bytes.length <= 1000) appendToCorpus(input);
    }
  } catch (error) {
    appendToCrashes(input);
    console.error(error, JSON.stringify(input));
    process.exit(1);
  }
  slowest = Math.max(slowest, performance.now() - before);
  inputCount += 1;
}
const heapAfter = process.memoryUsage().heapUsed;
const grownMegabytes = (heapAfter - heapBefore) / 1e6;
console.log(
  `${inputCount} inputs, ${knownMarks.size} marks, slowest ${slowest.toFixed(1)} ms, heap grown by ${grownMegabytes.toFixed(1)} MB`,
);
