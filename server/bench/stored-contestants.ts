import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Contestant, mailglassContestant } from "./contestants.ts";

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

/** @param url a Redis for the bench alone; undefined if none was given */
export const redisContestant = (url: string | undefined): Contestant => ({
  ...mailglassContestant({ name: "mailglass, Redis", flags: ["--store", url ?? ""] }),
  ...(url === undefined && { missing: "name one for the bench alone with --redis redis://HOST:PORT/DB" }),
});
