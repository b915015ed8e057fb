import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { WatchOptions, WatchResult } from "./watch.ts";

const PROGRAM = fileURLToPath(new URL("watch.ts", import.meta.url));

/** Starts watchers in a separate process. Returns a function that ends them and returns what they received. */
export async function startWatching(watch: WatchOptions): Promise<() => Promise<WatchResult>> {
  const child = spawn(process.execPath, ["--no-warnings", PROGRAM, JSON.stringify(watch)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.startsWith("ready\n")) resolve();
    });
    child.once("close", () => reject(new Error("the watchers ended")));
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await ready;
  return async () => {
    child.kill("SIGTERM");
    await ended;
    return JSON.parse(output.slice("ready\n".length)) as WatchResult;
  };
}
