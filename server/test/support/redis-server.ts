import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { Redis } from "ioredis";
import { vi } from "vitest";
import { createTempFolder, isInstalled } from "./run-program.ts";

/** Tests that need Redis are skipped by name where it is not installed. */
export const hasRedis = isInstalled("redis-server");

/** A Redis of a test, with a folder of its own. */
export interface RedisServer {
  readonly port: number;
  /** The address for `--store`. */
  readonly url: string;
  /** A client of the test. */
  readonly client: Redis;
  start(): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops and continues the process: it answers nothing, but its connections stay. */
  pause(): void;
  resume(): void;
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/**
 * Starts a Redis for the test that calls it.
 *
 * @param onFinished `onTestFinished`, or `afterAll`
 * @param settings more arguments; by default nothing is written to the disk
 */
export async function startRedis(
  onFinished: (end: () => Promise<void>) => void,
  settings: readonly string[] = ["--save", "", "--appendonly", "no"],
): Promise<RedisServer> {
  const folder = createTempFolder(onFinished);
  const port = await findFreePort();
  const client = new Redis({ port, host: "127.0.0.1", lazyConnect: true, maxRetriesPerRequest: null });
  client.on("error", () => {});
  let process: ChildProcess | undefined;
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}/0`,
    client,
    async start() {
      const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, ...settings];
      process = spawn("redis-server", args, { stdio: "ignore" });
      await vi.waitFor(async () => expectPong(client), { timeout: 30_000, interval: 20 });
    },
    async kill(signal = "SIGKILL") {
      const ending = process;
      process = undefined;
      if (ending === undefined || ending.exitCode !== null) return;
      const ended = once(ending, "exit");
      ending.kill(signal);
      await ended;
    },
    pause: () => void process?.kill("SIGSTOP"),
    resume: () => void process?.kill("SIGCONT"),
  };
  onFinished(async () => {
    client.disconnect();
    await server.kill();
  });
  await server.start();
  return server;
}

async function expectPong(client: Redis): Promise<void> {
  if (client.status === "wait" || client.status === "end") await client.connect();
  await client.ping();
}
