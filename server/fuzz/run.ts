import { misused, readFlags } from "../bench/flags.ts";
import { check } from "./check.ts";
import { keep, keepCrash, readCorpus, readCrashes, seeds } from "./corpus.ts";
import { mutate, randomOf } from "./mutate.ts";

/**
 * Throws mutated conversations at the SMTP engine until the time is up: `npm run fuzz -- --seconds 3600`. An input that leads somewhere
 * new joins the corpus; one that breaks something is written to crashes.jsonl, and the run ends with code 1.
 */
const usage = "npm run fuzz -- [--seconds n] [--seed n]";
const flags = readFlags(usage, { seconds: { type: "string" }, seed: { type: "string" } });
const seconds = Number(flags.seconds ?? 20);
const seed = Number(flags.seed ?? Date.now());
if (!(seconds > 0)) misused(usage, "--seconds wants a number above 0");
if (!Number.isInteger(seed)) misused(usage, "--seed wants a whole number");
const random = randomOf(seed);
const known = new Set<string>();
const pool = seeds();

for (const input of [...readCorpus(), ...readCrashes()]) {
  for (const mark of check(input)) known.add(mark);
  pool.push(input.octets);
}

console.log(`Seed ${seed}, ${pool.length} inputs to begin with, ${seconds} s`);
const begun = performance.now();
const heapBefore = process.memoryUsage().heapUsed;
let count = 0;
let slowest = 0;
while (performance.now() - begun < seconds * 1000) {
  const input = mutate(pool[random(pool.length)] ?? "", pool, random);
  const before = performance.now();
  try {
    const marks = check(input).filter((mark) => !known.has(mark));
    if (marks.length > 0) {
      for (const mark of marks) known.add(mark);
      pool.push(input.octets);
      // Long ones would slow down every run to come.
      if (input.octets.length <= 1000) keep(input);
    }
  } catch (error) {
    keepCrash(input);
    console.error(error, JSON.stringify(input));
    process.exit(1);
  }
  slowest = Math.max(slowest, performance.now() - before);
  count += 1;
}
const heapAfter = process.memoryUsage().heapUsed;
const grown = (heapAfter - heapBefore) / 1e6;
console.log(
  `${count} inputs, ${known.size} marks, slowest ${slowest.toFixed(1)} ms, heap grown by ${grown.toFixed(1)} MB`,
);
