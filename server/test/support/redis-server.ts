import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";

/** Tests that need Redis are skipped by name where it is not installed. */
export const hasRedis = spawnSync("redis-server", ["--version"], { stdio: "ignore" }).status === 0;

/** Settings with which every write is on the disk before its reply. */
export const DURABLE = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"] as const;

/** A Redis of a test, with a folder of its own. */
export interface RedisServer {
  readonly port: number;
  /** The address for `--store`. */
  readonly url: string;
  /** A client of the test. */
  readonly client: Redis;
  start(): Promise<void>;
  kill(): Promise<void>;
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
 * Starts a Redis.
 *
 * @param onFinished registers what ends it: `onTestFinished`, or `afterAll`
 * @param settings more arguments; by default nothing is written to the disk
 */
export async function startRedis(
  onFinished: (end: () => Promise<void>) => void,
  settings: readonly string[] = ["--save", "", "--appendonly", "no"],
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "mailglass-redis-"));
  const port = await findFreePort();
  const client = new Redis({ port, host: "127.0.0.1", lazyConnect: true, maxRetriesPerRequest: null });
  client.on("error", () => {});
  let running: ChildProcess | undefined;
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}/0`,
    client,
    async start() {
      const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, ...settings];
      const child = spawn("redis-server", args, { stdio: "ignore" });
      running = child;
      while (!(await isReady(client))) {
        if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
        await delay(20);
      }
    },
    async kill() {
      const ending = running;
      running = undefined;
      if (ending === undefined || ending.exitCode !== null) return;
      const ended = once(ending, "exit");
      ending.kill("SIGKILL");
      await ended;
    },
    pause: () => void running?.kill("SIGSTOP"),
    resume: () => void running?.kill("SIGCONT"),
  };
  onFinished(async () => {
    client.disconnect();
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await server.start();
  return server;
}

/** Whether it answers. While it loads its data, it refuses. */
async function isReady(client: Redis): Promise<boolean> {
  try {
    if (client.status === "wait" || client.status === "end") await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  }
}
