/**
 * `pnpm bench [--quick] [--only id,id] [--rounds n]`: measures everything that docs/performance.md tells, and writes
 * results/ (JSON and a readable page). Peers are installed into .peers/ on the first run.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ours, peers } from "./contestants.ts";
import { type Row, rowText, save } from "./report.ts";
import { ingest, ingestRows } from "./rows/ingest.ts";

const { values: flags } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
  },
});
const quick = flags.quick;
const rounds = Number(flags.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds wants a whole number from 1");

const built = spawnSync(process.execPath, ["build.mjs"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  stdio: "inherit",
});
if (built.status !== 0) process.exit(1);

const everyone = await peers();
const missing = everyone.filter((peer) => peer.missing !== undefined).map(({ name, missing }) => `${name}: ${missing}`);
for (const line of missing) console.log(`skipped: ${line}`);

interface Task {
  readonly id: string;
  run(): Promise<Row>;
}
const settings = { rounds, seconds: quick ? 0.3 : 1.5 };
const tasks: Task[] = [
  ...ingestRows.map((row) => {
    const own = ours({ flags: row.id.startsWith("tls") ? ["--tls", "auto"] : [] });
    return { id: row.id, run: () => ingest(row, [own, ...everyone], settings) };
  }),
];

const only = flags.only?.split(",");
const rows: Row[] = [];
for (const task of tasks) {
  if (only !== undefined && !only.includes(task.id)) continue;
  try {
    const row = await task.run();
    rows.push(row);
    console.log(rowText(row));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${task.id}: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
const at = new Date().toISOString();
console.log(`results: ${save({ at, quick, rounds, missing, rows })}`);
