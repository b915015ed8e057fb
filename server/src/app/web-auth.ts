import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { splitCredentials } from "../base/credentials.ts";
import { ConfigError } from "../config/config-error.ts";
import type { Config } from "../config/options.ts";

/** Whether a user may see the page and use the API. */
export type WebAuth = (user: string, password: string) => Promise<boolean>;

/** A bcrypt hash of cost 10 that no password is known of. */
const DUMMY_HASH = "$2b$10$CwTycUXWue0Thq9StjUM0uJ8Sg3rV1uR9KS5PzC5U0bRqOiYV3PJK";

/**
 * The users of --web-auth and --web-auth-file; undefined where there are none, and everybody may come in.
 *
 * @throws {ConfigError} where the file cannot be read or holds a hash that is not understood
 */
export async function createWebAuth(config: Pick<Config, "webAuth" | "webAuthFile">): Promise<WebAuth | undefined> {
  const file = config.webAuthFile === null ? [] : await readUserFile(config.webAuthFile);
  const users = new Map(toUserEntries([...config.webAuth, ...file]));
  if (config.webAuthFile === null && users.size === 0) return undefined;
  return createPasswordChecker(users);
}

function createPasswordChecker(users: ReadonlyMap<string, string>): WebAuth {
  // Compared by digests of one length under a key of this run. One that was found right is remembered, since bcrypt
  // takes a tenth of a second and every request asks.
  const key = randomBytes(32);
  const digest = (user: string, password: string) => createHmac("sha256", key).update(`${user}\0${password}`).digest();
  const verifiedDigests = new Map<string, Buffer>();
  // What a password is compared with where there is no such user, so that the answer takes as long.
  const dummySecret = [...users.values()].some(isHash) ? DUMMY_HASH : "";
  return async function isRight(user, password) {
    const given = digest(user, password);
    const known = verifiedDigests.get(user);
    if (known !== undefined && timingSafeEqual(known, given)) return true;
    const secret = users.get(user) ?? dummySecret;
    const matches = isHash(secret)
      ? await (await import("bcryptjs")).default.compare(password, secret)
      : timingSafeEqual(digest(user, secret), given);
    if (!matches || !users.has(user)) return false;
    verifiedDigests.set(user, given);
    return true;
  };
}

const isHash = (secret: string) => /^\$2[aby]\$/.test(secret);

function toUserEntries(pairs: readonly string[]): [user: string, secret: string][] {
  return pairs.flatMap((pair) => {
    const credentials = splitCredentials(pair);
    return credentials === undefined ? [] : [[credentials.user, credentials.password]];
  });
}

/** As `htpasswd -B` writes it: `user:hash` a line. A password in plain text is understood too. */
async function readUserFile(path: string): Promise<string[]> {
  const lines = (await readUserFileText(path)).split(/\r?\n/).map((line) => line.trim());
  const pairs = lines.filter((line) => line !== "" && !line.startsWith("#"));
  for (const [index, pair] of pairs.entries()) {
    const { user = "", password: secret = "" } = splitCredentials(pair) ?? {};
    const entry = `--web-auth-file: entry ${index + 1} of ${path}`;
    if (user === "" || secret === "") throw new ConfigError(`${entry} must be USER:HASH.`);
    if (/^[${]/.test(secret) && !isHash(secret))
      throw new ConfigError(`${entry} has a hash that is not bcrypt: make it with htpasswd -B.`);
  }
  return pairs;
}

async function readUserFileText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ConfigError(`--web-auth-file: ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
