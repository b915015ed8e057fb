import { fileURLToPath } from "node:url";
import { runProgram } from "../process.ts";
import type { FloodOptions } from "./flood.ts";

const PROGRAM = fileURLToPath(new URL("flood.ts", import.meta.url));

/** Time limit; a peer that reads real mail while it receives takes minutes for 10,000. */
const MAX_SEND_MS = 900_000;

/** Sends `count` messages with the bench's own pipelining generator. Returns the elapsed seconds. */
export async function sendPipelined(
  port: number,
  count: number,
  {
    bytes,
    sessions = 10,
    kind = "plain",
    tls = false,
    writeBytes = 0,
  }: Partial<FloodOptions> & { readonly bytes: number },
): Promise<number> {
  const flood: FloodOptions = { port, count, bytes, sessions, kind, tls, writeBytes };
  const ended = await runProgram(process.execPath, ["--no-warnings", PROGRAM, JSON.stringify(flood)], {
    timeout: MAX_SEND_MS,
  });
  if (ended.code !== 0) throw new Error(`flood: ${ended.stderr.trim()}`);
  return Number(ended.stdout);
}
