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

/** Starts a server with an empty file, which is removed when it stops. */
export const withNewFile = ({ flag, ...contestant }: StoredContestant): Contestant => ({
  ...contestant,
  async start() {
    const { path, remove } = createStoreFolder();
    try {
      const server = await contestant.start([flag, join(path, "mail.db")]);
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
  },
});

/** Why no Redis can be started; undefined if one can. */
export const missingRedis =
  findProgram("redis-server") === undefined ? "redis-server is not installed (Debian: redis-server)" : undefined;

/** Starts a Redis that answers when a change is on the disk, like our file, with an empty folder, which is removed when it stops. */
export async function startRedis(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { path, remove } = createStoreFolder();
  try {
    const port = await findFreePort();
    const args = [
      "--port",
      String(port),
      "--dir",
      path,
      "--save",
      "",
      "--appendonly",
      "yes",
      "--appendfsync",
      "always",
    ];
    const redis = await launchServer({ command: "redis-server", args, smtpPort: port });
    return {
      url: `redis://127.0.0.1:${port}`,
      async stop() {
        await redis.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

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
