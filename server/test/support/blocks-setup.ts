import { fileURLToPath } from "node:url";
import { printWorstBlocks, recordInto } from "./blocks.ts";

const folder = fileURLToPath(new URL("../../../test-results/vitest-blocks", import.meta.url));

/** Vitest's global set-up of the server's tests. */
export function setup(): void {
  recordInto(folder);
}

export function teardown(): void {
  printWorstBlocks(folder);
}
