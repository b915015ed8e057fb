import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { isInstalled } from "../support/run-program.ts";
import { CORPORA, listMessageFiles } from "./corpora.ts";
import { findDifferences } from "./find-differences.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";

/** Messages with which other projects test their readers, read by three readers: mailparser, Python's `email` and ours. */

vi.setConfig({ testTimeout: 240_000 });

const known = new Set(KNOWN_DIFFERENCES.flatMap(({ fields }) => fields));

test.skipIf(!isInstalled("python3")).for(CORPORA)(
  "$name: where mailparser and Python agree, we agree, or it is known why not",
  async ({ load, filePattern }, { skip }) => {
    // A Date without a zone is read in the zone of the machine.
    vi.stubEnv("TZ", "UTC");
    const folder = await load().catch((error: unknown) => skip(`cannot be had: ${String(error).slice(0, 200)}`));
    const files = listMessageFiles(folder, filePattern);
    expect(files.length).toBeGreaterThan(40);
    const differences = await findDifferences(files.map((file) => join(folder, file)));
    const unknown = differences
      .map(({ path, ...difference }) => ({ name: path.slice(folder.length + 1).replaceAll("\\", "/"), ...difference }))
      .filter(({ name, field }) => !known.has(`${name} ${field}`));
    expect(unknown).toEqual([]);
  },
);
