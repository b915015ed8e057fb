import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EventLoopBlock } from "../../src/app/event-loop/monitor.ts";

/**
 * Records blocks of the event loops of all servers of a test run. Each process appends to its own file in the folder that
 * `BLOCKS_DIR` names; at its end, the run prints the worst ones. It fails no test.
 */

/** Milliseconds of CPU time; shorter blocks are not recorded. */
const WORTH_A_LINE = 20;
/** Maximum lines of one process, in case a server blocks at every request. */
const MAX_LINES = 1_000;
/** Number of blocks that are printed. */
const SHOWN = 8;

let lines = 0;

/** Does nothing unless the run records blocks. */
export function recordBlock(block: EventLoopBlock): void {
  const folder = process.env["BLOCKS_DIR"];
  if (folder === undefined || block.cpuMs < WORTH_A_LINE || ++lines > MAX_LINES) return;
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(block)}\n`);
}

/** Creates an empty folder, into which this process and its children record. */
export function recordInto(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  process.env["BLOCKS_DIR"] = folder;
}

/** Prints the longest block of each kind of request. */
export function printWorstBlocks(folder: string): void {
  const blocks = readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
    .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as EventLoopBlock]))
    .toSorted((one, other) => other.cpuMs - one.cpuMs);
  const worst = new Map<string, EventLoopBlock>();
  for (const block of blocks) {
    const kind = kindOf(block.activity);
    if (!worst.has(kind)) worst.set(kind, block);
  }
  if (worst.size === 0) return;
  console.log("Worst event-loop blocks, in CPU time of the server's main thread:");
  for (const { cpuMs: cpu, activity } of [...worst.values()].slice(0, SHOWN))
    console.log(`  ${cpu.toFixed(0).padStart(5)} ms  ${activity.slice(0, 160)}`);
}

/** Returns the request without parts that are specific to a message or a test: ids, numbers, queries. */
const kindOf = (activity: string): string =>
  (activity.split(", ")[0] ?? "")
    .replace(/\?.*/, "")
    .replace(/\/[A-Za-z0-9]{12,}(?=\/|\.|$)/g, "/:id")
    .replace(/\d+/g, "N");
