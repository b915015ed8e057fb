import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ProcessResult, type RunOptions, runProcess } from "./run-program.ts";

/** A small program around a snippet of a page. */
export interface SnippetProgram {
  /** A command that succeeds if everything that the program needs is installed. */
  readonly needs: readonly [string, ...string[]];
  /** Name of its file. */
  readonly file: string;
  /** The program around the snippet. */
  readonly source: (snippet: string) => string;
  /** The command that runs it, in the folder of that file. */
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
