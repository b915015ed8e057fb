import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";

/** The command line's source, which Node runs as it is. */
export const CLI_PATH = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface ProcessResult {
  readonly code: number | null;
  readonly out: Buffer;
  readonly errors: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a program to its end. */
export async function runProcess(
  command: string,
  args: readonly string[],
  { input = "", env, cwd }: RunOptions = {},
): Promise<ProcessResult> {
  const child = spawn(command, args, { stdio: "pipe", env: { ...process.env, ...env }, cwd });
  const code = new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  child.stdin.on("error", () => {}).end(input);
  const [out, errors, status] = await Promise.all([buffer(child.stdout), text(child.stderr), code]);
  return { code: status, out, errors };
}

/** What a program that failed wrote; nothing of one that ended with 0. */
export const describeFailure = ({ code, out, errors }: ProcessResult): string =>
  code === 0 ? "" : `ended with ${String(code)}: ${errors}${out.toString()}`;

/** Runs `mailglass` with these arguments. */
export const runMailglass = (args: readonly string[], surroundings?: RunOptions): Promise<ProcessResult> =>
  runProcess(process.execPath, ["--conditions=source", CLI_PATH, ...args], surroundings);

/** Whether a program is there; a test that needs one which is not skips, by its name. */
export const isInstalled = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args.length > 0 ? args : ["--version"], { stdio: "ignore" }).status === 0;

/** A folder that goes with the test. */
export const createTempFolder = (): string => createFolderUntil(onTestFinished);

/** Writes files for the tests of one file, also for their tables; they go with the last of these tests. */
export function createFileWriter(): (content: string) => string {
  const path = createFolderUntil(afterAll);
  let count = 0;
  return (content) => {
    const file = join(path, String(++count));
    writeFileSync(file, content);
    return file;
  };
}

function createFolderUntil(end: (remove: () => void) => void): string {
  const path = mkdtempSync(join(tmpdir(), "mailglass-test-"));
  end(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An executable file `mailglass` in a folder of its own: a path that needs no quotes, wherever the sources are. */
export function createExecutable(): string {
  const path = join(createTempFolder(), "mailglass");
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" --conditions=source "${CLI_PATH}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
