import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";

/** The command line's source, which Node runs as it is. */
export const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: Buffer;
  readonly errors: string;
}

export interface Surroundings {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a program to its end. */
export async function run(
  command: string,
  args: readonly string[],
  { input = "", env, cwd }: Surroundings = {},
): Promise<Ended> {
  const child = spawn(command, args, { stdio: "pipe", env: { ...process.env, ...env }, cwd });
  const code = new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  child.stdin.on("error", () => {}).end(input);
  const [out, errors, status] = await Promise.all([buffer(child.stdout), text(child.stderr), code]);
  return { code: status, out, errors };
}

/** What a program that failed wrote; nothing of one that ended with 0. */
export const trouble = ({ code, out, errors }: Ended): string =>
  code === 0 ? "" : `ended with ${String(code)}: ${errors}${out.toString()}`;

/** Runs `mailglass` with these arguments. */
export const mailglass = (args: readonly string[], surroundings?: Surroundings): Promise<Ended> =>
  run(process.execPath, ["--conditions=source", CLI, ...args], surroundings);

/** Whether a program is there; a test that needs one which is not skips, by its name. */
export const installed = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args.length > 0 ? args : ["--version"], { stdio: "ignore" }).status === 0;

/** A folder that goes with the test. */
export const folder = (): string => folderUntil(onTestFinished);

/** Writes files for the tests of one file, also for their tables; they go with the last of these tests. */
export function fileWriter(): (content: string) => string {
  const path = folderUntil(afterAll);
  let count = 0;
  return (content) => {
    const file = join(path, String(++count));
    writeFileSync(file, content);
    return file;
  };
}

function folderUntil(end: (remove: () => void) => void): string {
  const path = mkdtempSync(join(tmpdir(), "mailglass-test-"));
  end(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An executable file `mailglass` in a folder of its own: a path that needs no quotes, wherever the sources are. */
export function executable(): string {
  const path = join(folder(), "mailglass");
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" --conditions=source "${CLI}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
