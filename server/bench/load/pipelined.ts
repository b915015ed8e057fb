import { fileURLToPath } from "node:url";
import { run } from "../process.ts";
import type { Flood } from "./flood.ts";

const program = fileURLToPath(new URL("flood.ts", import.meta.url));

/** Load by the bench's own pipelining generator; how many seconds `count` messages took. */
export async function pipelined(
  port: number,
  count: number,
  { bytes, sessions = 10, kind = "plain", tls = false, cut = 0 }: Partial<Flood> & { readonly bytes: number },
): Promise<number> {
  const flood: Flood = { port, count, bytes, sessions, kind, tls, cut };
  const ended = await run(process.execPath, ["--no-warnings", program, JSON.stringify(flood)]);
  if (ended.code !== 0) throw new Error(`flood: ${ended.stderr.trim()}`);
  return Number(ended.stdout);
}
