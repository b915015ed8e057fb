import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Contestant, mailglassContestant } from "./contestants.ts";
import { findFreePort, findProgram, launchServer } from "./process.ts";

/** Servers that keep their mail on the disk. */

/** On the disk of the checkout: where the folder for temporary files is in memory, a commit would cost nothing. */
const STORES_FOLDER = fileURLToPath(new URL(".peers/stores/", import.meta.url));

/** Creates an empty folder for a store. */
export function createStoreFolder(): { readonly path: string; remove(): void } {
  mkdirSync(STORES_FOLDER, { recursive: true });
  const path = mkdtempSync(STORES_FOLDER);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A server with the flag that names its file. */
export interface StoredContestant extends Contestant {
  readonly flag: string;
}

export const SQLITE: StoredContestant = { ...mailglassContestant({ name: "mailglass, SQLite" }), flag: "--store" };

/** @param mailpit the installed peer */
export const storedMailpit = (mailpit: Contestant): StoredContestant => ({ ...mailpit, flag: "--database" });

interface Stoppable {
  stop(): Promise<void>;
}

/** Starts a server with an empty folder, which is removed when it stops. */
async function startInFolder<Server extends Stoppable>(start: (path: string) => Promise<Server>): Promise<Server> {
  const { path, remove } = createStoreFolder();
  try {
    const server = await start(path);
    return {
      ...server,
      async stop() {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Starts a server with an empty file. */
export const withNewFile = ({ flag, ...contestant }: StoredContestant): Contestant => ({
  ...contestant,
  start: () => startInFolder((path) => contestant.start([flag, join(path, "mail.db")])),
});

/** Why no Redis can be started; undefined if one can. */
const missingRedis =
  findProgram("redis-server") === undefined ? "redis-server is not installed (Debian: redis-server)" : undefined;

/** Starts an empty Redis that answers when a change is on the disk, like our file. */
export const startRedis = (): Promise<Stoppable & { readonly url: string }> =>
  startInFolder(async (path) => {
    const port = await findFreePort();
    const durable = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
    const args = ["--port", String(port), "--dir", path, ...durable];
    const redis = await launchServer({ command: "redis-server", args, smtpPort: port });
    return { url: `redis://127.0.0.1:${port}`, stop: () => redis.stop() };
  });

/** Mailglass with an empty Redis of its own. The CPU time of Redis is not counted. */
export const REDIS: Contestant = {
  name: "mailglass, Redis",
  ...(missingRedis !== undefined && { missing: missingRedis }),
  async start(more = []) {
    const redis = await startRedis();
    const server = await mailglassContestant().start(["--store", redis.url, ...more]);
    return {
      ...server,
      async stop() {
        await server.stop();
        await redis.stop();
      },
    };
  },
};
