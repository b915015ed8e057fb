import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { SocketOptions } from "./sockets.ts";
import type { WatchOptions, WatchResult } from "./watch.ts";

/** Starts watchers in a separate process. Returns a function that ends them and returns what they received. */
export async function startWatching(watch: WatchOptions): Promise<() => Promise<WatchResult>> {
  const end = await startProgram("watch.ts", watch);
  return async () => JSON.parse(await end()) as WatchResult;
}

/** Opens WebSockets in a separate process. Returns a function that closes them. */
export async function startSockets(options: SocketOptions): Promise<() => Promise<void>> {
  const end = await startProgram("sockets.ts", options);
  return async () => void (await end());
}

/** Starts a program that prints `ready`. Returns a function that ends it and returns what it printed afterwards. */
async function startProgram(file: string, options: object): Promise<() => Promise<string>> {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", program, JSON.stringify(options)], {
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
    return output.slice("ready\n".length);
  };
}
