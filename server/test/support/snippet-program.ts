import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ProcessResult, type RunOptions, runProcess } from "./run-program.ts";

/** A small program around a piece of code that a page prints. */
export interface SnippetProgram {
  /** What has to be installed, by a command that succeeds where it is. */
  readonly needs: readonly [string, ...string[]];
  /** Name of the file that holds it. */
  readonly file: string;
  /** The program around the snippet. */
  readonly source: (snippet: string) => string;
  /** How it is run, in the folder of that file. */
  readonly command: readonly [string, ...string[]];
}

/** Writes the program into the folder `cwd`, and runs it there. */
export function runSnippet(
  { file, source, command: [program, ...args] }: SnippetProgram,
  snippet: string,
  surroundings: RunOptions & { readonly cwd: string },
): Promise<ProcessResult> {
  writeFileSync(join(surroundings.cwd, file), source(snippet));
  return runProcess(program, args, surroundings);
}
