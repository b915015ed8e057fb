import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Seen, Watch } from "./watch.ts";

const program = fileURLToPath(new URL("watch.ts", import.meta.url));

/** Starts watchers in a process of their own; gives the way to end them and hear what they saw. */
export async function startWatching(watch: Watch): Promise<() => Promise<Seen>> {
  const child = spawn(process.execPath, ["--no-warnings", program, JSON.stringify(watch)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.startsWith("ready\n")) resolve();
    });
    child.once("close", () => reject(new Error("the watchers ended")));
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await ready;
  return async () => {
    child.kill("SIGTERM");
    await ended;
    return JSON.parse(said.slice("ready\n".length)) as Seen;
  };
}
