import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { exitWithUsage, readFlags } from "../bench/flags.ts";
import { soak } from "./soak.ts";

/** `npm run soak`: mixed traffic against the built server, checked against a model: see soak.ts. */
const usage = "npm run soak -- [--minutes 10] [--seed n]";
const flags = readFlags(usage, { minutes: { type: "string" }, seed: { type: "string" } });
const minutes = Number(flags.minutes ?? 10);
const seed = Number(flags.seed ?? Date.now() % 1_000_000_000);
if (!(minutes > 0)) exitWithUsage(usage, "--minutes wants a number above 0");
if (!Number.isInteger(seed) || seed < 0) exitWithUsage(usage, "--seed wants a whole number from 0");

const cwd = fileURLToPath(new URL("..", import.meta.url));
if (spawnSync(process.execPath, ["build.mjs"], { cwd, stdio: "inherit" }).status !== 0) process.exit(1);

console.log(`seed ${seed}, ${minutes} minutes`);
try {
  const { rounds, operations, messages, events, blocks } = await soak({
    seed,
    minutes,
    built: true,
    report: (line) => console.log(line),
  });
  console.log(
    `${rounds} rounds: ${operations} operations, ${messages} messages, ${events} events: all as in the model`,
  );
  for (const { cpuMs: cpu, activity } of blocks.toSorted((one, other) => other.cpuMs - one.cpuMs).slice(0, 5))
    console.log(`longest blocks: ${Math.round(cpu)} ms ${activity}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
