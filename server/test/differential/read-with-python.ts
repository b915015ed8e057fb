import { fileURLToPath } from "node:url";
import type { Reading } from "../../src/mail/readers/reading.ts";
import { runProcess } from "../support/run-program.ts";

/** What Python's `email` reads of a message; fields that it cannot read are left out. */
export type PythonReading = Partial<Pick<Reading, "subject" | "from" | "to" | "text" | "html">> & {
  readonly date?: string | null;
  /** How many there are. */
  readonly attachments?: number;
};

const SCRIPT = fileURLToPath(new URL("read_messages.py", import.meta.url));

/** Reads messages, one for each path, in their order. */
export async function readWithPython(paths: readonly string[]): Promise<PythonReading[]> {
  const { code, out, errors } = await runProcess("python3", [SCRIPT], {
    input: paths.map((path) => `${path}\n`).join(""),
  });
  if (code !== 0) throw new Error(errors);
  return out
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as PythonReading);
}
