import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { exitWithUsage, readFlags } from "./flags.ts";
import { formatNumber, formatTable } from "./report.ts";
import { blocksTable, measureBlocks } from "./rows/blocks.ts";

/**
 * `npm run bench:blocks`: how long each request for each hostile message keeps the main thread busy. Each line
 * is printed as it is measured, the table at the end.
 */
const usage = "npm run bench:blocks -- [--mail part-of-a-name] [--scale 1] [--least milliseconds]";
const flags = readFlags(usage, {
  mail: { type: "string" },
  scale: { type: "string" },
  least: { type: "string" },
});
const scale = Number(flags.scale ?? 1);
const least = Number(flags.least ?? 20);
if (!(scale > 0) || !(least >= 0)) exitWithUsage(usage, "--scale and --least want numbers above 0");

const cwd = fileURLToPath(new URL("..", import.meta.url));
if (spawnSync(process.execPath, ["build.mjs"], { cwd, stdio: "inherit" }).status !== 0) process.exit(1);

const measured = await measureBlocks(flags.mail ?? "", scale, ({ mail, request, milliseconds, outcome }) => {
  if (milliseconds >= least || !/^2|received/.test(outcome))
    console.log(`${formatNumber(milliseconds).padStart(8)} ms  ${mail}: ${request} (${outcome})`);
});
if (measured.length === 0) exitWithUsage(usage, `No hostile message has “${flags.mail}” in its name`);
console.log(`\n${formatTable(blocksTable(measured))}`);
