/**
 * `npm run bench`: measures everything that docs/performance.md tells, and writes
 * results/ (JSON and a readable page). Peers are installed into .peers/ on the first run.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ours, peers } from "./contestants.ts";
import { misused, readFlags } from "./flags.ts";
import { congestionControl, leaveBbr } from "./network.ts";
import { type Row, rowText, save } from "./report.ts";
import { blocks } from "./rows/blocks.ts";
import { ingest, ingestRows } from "./rows/ingest.ts";
import { latency } from "./rows/latency.ts";
import { flat, held } from "./rows/memory.ts";
import { overload } from "./rows/overload.ts";
import { list, rows as listing, opening, search } from "./rows/reading.ts";
import { shapes } from "./rows/shapes.ts";
import { start } from "./rows/start.ts";
import { watched } from "./rows/watched.ts";

const usage = "npm run bench -- [--quick] [--only row,row] [--peers name,name] [--rounds n]";
const flags = readFlags(usage, {
  quick: { type: "boolean" },
  only: { type: "string" },
  peers: { type: "string" },
  rounds: { type: "string" },
});
const quick = flags.quick ?? false;
const rounds = Number(flags.rounds ?? (quick ? 3 : 5));
if (!Number.isInteger(rounds) || rounds < 1) misused(usage, "--rounds wants a whole number from 1");

const built = spawnSync(process.execPath, ["build.mjs"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  stdio: "inherit",
});
if (built.status !== 0) process.exit(1);

const named = flags.peers?.split(",");
const installed = await peers();
leaveBbr();
const everyone = installed.filter(({ name }) => named?.includes(name) ?? true);
const missing = everyone.filter((peer) => peer.missing !== undefined).map(({ name, missing }) => `${name}: ${missing}`);
for (const line of missing) console.log(`skipped: ${line}`);
const pacing = congestionControl();
if (pacing !== undefined) console.log(`TCP over loopback: ${pacing}`);

interface Task {
  readonly id: string;
  run(): Promise<Row>;
}
const settings = { rounds, seconds: quick ? 0.25 : 1.5 };
const there = (name: string) => everyone.filter((peer) => peer.name === name && peer.missing === undefined);
const tasks: Task[] = [
  ...ingestRows.map((row) => {
    const own = ours({ flags: row.id.startsWith("tls") ? ["--tls", "auto"] : [] });
    return { id: row.id, run: () => ingest(row, [own, ...everyone], settings) };
  }),
  { id: "shapes", run: () => shapes(there("smtp-server")[0], settings) },
  { id: "watched", run: () => watched(settings) },
  { id: "latency", run: () => latency(quick ? 2000 : 10_000) },
  { id: "held", run: () => held(quick ? 2000 : 10_000, 10 * 1024) },
  { id: "flat", run: () => flat(quick ? 20_000 : 1_000_000) },
  { id: "list", run: () => list(quick ? 20_000 : 100_000) },
  { id: "rows", run: () => listing(rounds) },
  { id: "search", run: () => search(quick ? 20_000 : 100_000, quick ? 5 : 20) },
  { id: "opening", run: () => opening(quick ? 5 : 20) },
  { id: "start", run: () => start([...there("MailDev"), ...there("Mailpit")], quick ? 5 : 11) },
  { id: "blocks", run: () => blocks(quick ? 0.1 : 1) },
  { id: "overload", run: () => overload(quick ? 3 : 20) },
];

const only = flags.only?.split(",");
const unknown = only?.find((id) => !tasks.some((task) => task.id === id));
if (unknown !== undefined) misused(usage, `There is no row ${unknown}, but ${tasks.map(({ id }) => id).join(", ")}`);
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
console.log(`results: ${save({ at, quick, rounds, pacing, missing, rows })}`);
