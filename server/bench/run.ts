/**
 * `npm run bench`: measures everything that docs/performance.md reports, and writes
 * results/ (JSON and a readable page). Peers are installed into .peers/ on the first run.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { installPeers, mailglassContestant, measureOtherBuild } from "./contestants.ts";
import { exitWithUsage, readFlags } from "./flags.ts";
import { readCongestionControl, reexecWithoutBbr } from "./network.ts";
import { formatRow, type Row, saveResults } from "./report.ts";
import { blocks } from "./rows/blocks.ts";
import { INGEST_ROWS, measureIngest } from "./rows/ingest.ts";
import { measureLatency, measureOtherInstance } from "./rows/latency.ts";
import { measureHeldMemory, measureMemoryGrowth } from "./rows/memory.ts";
import { measureOverload } from "./rows/overload.ts";
import { measureThousandRows as listing, measureListPages, measureOpening, measureSearch } from "./rows/reading.ts";
import { measureColdConnect } from "./rows/real/cold-connect.ts";
import { measureFirstList } from "./rows/real/first-list.ts";
import { measureMailpitSocket } from "./rows/real/mailpit-socket.ts";
import { measureResident } from "./rows/real/resident.ts";
import { measureRealSearch } from "./rows/real/search.ts";
import { measureVisible } from "./rows/real/visible.ts";
import { measureWait } from "./rows/real/wait.ts";
import { measureCrowd, measureWatchers } from "./rows/real/watchers.ts";
import { measureShapes } from "./rows/shapes.ts";
import { measureStart } from "./rows/start.ts";
import { measureStoredStart, STORED_ROWS } from "./rows/stored.ts";
import { measureWatched } from "./rows/watched.ts";
import { REDIS, SQLITE, storedMailpit, withNewFile } from "./stored-contestants.ts";

const USAGE =
  "npm run bench -- [--quick] [--only row,row] [--peers name,name] [--peer name=path] [--rounds n] [--build path]";
const flags = readFlags(USAGE, {
  quick: { type: "boolean" },
  only: { type: "string" },
  peers: { type: "string" },
  peer: { type: "string", multiple: true },
  rounds: { type: "string" },
  build: { type: "string" },
});
const quick = flags.quick ?? false;
const rounds = Number(flags.rounds ?? (quick ? 3 : 5));
if (!Number.isInteger(rounds) || rounds < 1) exitWithUsage(USAGE, "--rounds wants a whole number from 1");

if (flags.build === undefined) {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const built = spawnSync(process.execPath, ["build.mjs"], { cwd, stdio: "inherit" });
  if (built.status !== 0) process.exit(1);
} else {
  if (!existsSync(flags.build)) exitWithUsage(USAGE, `--build ${flags.build}: there is no such file`);
  measureOtherBuild(resolve(flags.build));
}

const selectedPeers = flags.peers?.split(",");
const givenPaths = (flags.peer ?? []).map((given): [string, string] => {
  const [name = "", path = ""] = given.split(/=(.*)/s);
  if (path === "") exitWithUsage(USAGE, `--peer ${given}: it is NAME=PATH, like inbucket=/usr/bin/inbucket`);
  return [name.toLowerCase(), path];
});
const installedPeers = await installPeers(new Map(givenPaths));
reexecWithoutBbr();
const contestants = installedPeers.filter(({ name }) => selectedPeers?.includes(name) ?? true);
const missing = [...contestants, REDIS]
  .filter((peer) => peer.missing !== undefined)
  .map(({ name, missing }) => `${name}: ${missing}`);
for (const line of missing) console.log(`skipped: ${line}`);
const pacing = readCongestionControl();
if (pacing !== undefined) console.log(`TCP over loopback: ${pacing}`);

interface Task {
  readonly id: string;
  run(): Promise<Row>;
}
const settings = { rounds, seconds: quick ? 0.25 : 1.5 };
const presentPeers = (name: string) => contestants.filter((peer) => peer.name === name && peer.missing === undefined);
const searchContestant = mailglassContestant({ flags: ["--max-messages", "10000", "--max-bytes", "4g"] });
const [mailpit] = presentPeers("Mailpit").map(storedMailpit);
const storedContestants = [
  withNewFile(SQLITE),
  mailglassContestant(),
  REDIS,
  ...(mailpit ? [withNewFile(mailpit)] : []),
];
const tasks: Task[] = [
  ...INGEST_ROWS.map((row) => {
    const own = mailglassContestant({ flags: row.id.startsWith("tls") ? ["--tls", "auto"] : [] });
    return { id: row.id, run: () => measureIngest(row, [own, ...contestants], settings) };
  }),
  ...STORED_ROWS.map((row) => ({ id: row.id, run: () => measureIngest(row, storedContestants, settings) })),
  {
    id: "stored-start",
    run: () => measureStoredStart(mailglassContestant(), mailpit, quick ? 10_000 : 100_000, rounds),
  },
  { id: "shapes", run: () => measureShapes(presentPeers("smtp-server")[0], settings) },
  { id: "watched", run: () => measureWatched(settings) },
  { id: "latency", run: () => measureLatency(quick ? 2000 : 10_000) },
  ...(REDIS.missing === undefined
    ? [{ id: "other-instance", run: () => measureOtherInstance(quick ? 1000 : 5000) }]
    : []),
  { id: "held", run: () => measureHeldMemory(quick ? 2000 : 10_000, 10 * 1024) },
  { id: "flat", run: () => measureMemoryGrowth(quick ? 20_000 : 1_000_000) },
  { id: "list", run: () => measureListPages(quick ? 20_000 : 100_000) },
  { id: "rows", run: () => listing(rounds) },
  { id: "search", run: () => measureSearch(quick ? 20_000 : 100_000, quick ? 5 : 20) },
  { id: "opening", run: () => measureOpening(quick ? 5 : 20) },
  { id: "start", run: () => measureStart([...presentPeers("MailDev"), ...presentPeers("Mailpit")], quick ? 5 : 11) },
  { id: "first-list", run: () => measureFirstList([mailglassContestant(), ...contestants], rounds) },
  {
    id: "real-search",
    run: () => measureRealSearch([searchContestant, ...contestants], quick ? 2000 : 10_000, quick ? 1 : rounds),
  },
  { id: "wait", run: () => measureWait(rounds) },
  { id: "visible", run: () => measureVisible([mailglassContestant(), ...contestants], rounds) },
  {
    id: "resident",
    run: () =>
      measureResident([mailglassContestant(), withNewFile(SQLITE), ...contestants], quick ? 20_000 : 100_000, rounds),
  },
  { id: "cold-connect", run: () => measureColdConnect([mailglassContestant(), ...contestants], rounds) },
  { id: "watchers", run: () => measureWatchers([mailglassContestant(), ...contestants], rounds) },
  { id: "crowd", run: () => measureCrowd([mailglassContestant(), ...contestants], rounds) },
  { id: "mailpit-socket", run: () => measureMailpitSocket(rounds) },
  { id: "blocks", run: () => blocks(quick ? 0.1 : 1) },
  { id: "overload", run: () => measureOverload(quick ? 3 : 20) },
];

const only = flags.only?.split(",");
const unknown = only?.find((id) => !tasks.some((task) => task.id === id));
if (unknown !== undefined)
  exitWithUsage(USAGE, `There is no row ${unknown}, but ${tasks.map(({ id }) => id).join(", ")}`);
const rows: Row[] = [];
for (const task of tasks) {
  if (only !== undefined && !only.includes(task.id)) continue;
  try {
    const row = await task.run();
    rows.push(row);
    console.log(formatRow(row));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${task.id}: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
const at = new Date().toISOString();
console.log(`results: ${saveResults({ at, quick, rounds, pacing, missing, rows })}`);
