import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";

/** The source of the command line, which Node runs directly. */
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

/** Runs a program until it exits. */
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

/** Returns the output of a program that failed; empty if it exited with 0. */
export const describeFailure = ({ code, out, errors }: ProcessResult): string =>
  code === 0 ? "" : `ended with ${String(code)}: ${errors}${out.toString()}`;

/** Runs `mailglass` with these arguments. */
export const runMailglass = (args: readonly string[], surroundings?: RunOptions): Promise<ProcessResult> =>
  runProcess(process.execPath, ["--conditions=source", CLI_PATH, ...args], surroundings);

/** Returns whether a program is installed; a test that needs a missing program is skipped by name. */
export const isInstalled = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args.length > 0 ? args : ["--version"], { stdio: "ignore" }).status === 0;

/** Creates a folder that is removed at the end of the test. */
export const createTempFolder = (): string => createFolderUntil(onTestFinished);

/** Creates a folder that is removed after the last test of a file. */
export const createFolderForAllTests = (): string => createFolderUntil(afterAll);

/** Writes files for all tests of a file, also for their tables; they are removed after the last test. */
export function createFileWriter(): (content: string) => string {
  const path = createFolderForAllTests();
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

/** Creates an executable file `mailglass` in a new folder. Its path needs no quotes, wherever the sources are. */
export function createExecutable(): string {
  const path = join(createTempFolder(), "mailglass");
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" --conditions=source "${CLI_PATH}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
