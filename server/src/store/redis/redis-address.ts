/** Why a store cannot be used at all. The message is one sentence that says what to do. */
export class StoreAddressError extends Error {
  override name = "StoreAddressError";
}

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  /** Number of the database. */
  readonly db: number;
  /** A user of Redis' ACL. */
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly tls: boolean;
  /** Name of the inbox: mailboxes with other names do not meet. */
  readonly name: string;
  /** Without the password, for people. */
  readonly location: string;
}

const DEFAULT_PORT = 6379;
const DEFAULT_NAME = "default";

/**
 * Parses `redis://[USER[:PASSWORD]@]HOST[:PORT][/DB][?name=NAME]`; `rediss:` is Redis over TLS.
 *
 * @throws {StoreAddressError} if it is not one; the message has no password
 */
export function parseRedisAddress(text: string): RedisAddress {
  const url = parseUrl(text);
  const name = readName(url);
  if (!/^\/?\d{0,4}$/.test(url.pathname))
    throw wrong("the path must be the number of a database, as in redis://HOST:6379/0");
  if (url.hash !== "") throw wrong("it must not have a fragment (write # as %23)");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (host === "") throw wrong("it has no host");
  const port = url.port === "" ? DEFAULT_PORT : Number(url.port);
  const db = Number(url.pathname.slice(1));
  const scheme = url.protocol.toLowerCase();
  return {
    host,
    port,
    db,
    username: decode(url.username),
    password: decode(url.password),
    tls: scheme === "rediss:",
    name,
    location: `${scheme}//${url.hostname}:${port}/${db}?name=${name}`,
  };
}

const wrong = (reason: string) => new StoreAddressError(`The address of the Redis store is wrong: ${reason}.`);

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw wrong("it must be redis://[USER:PASSWORD@]HOST[:PORT][/DB][?name=NAME]");
  }
}

function readName({ searchParams }: URL): string {
  for (const key of searchParams.keys()) if (key !== "name") throw wrong(`there is no parameter “${key}”, only “name”`);
  if (searchParams.getAll("name").length > 1) throw wrong("it has two names");
  const name = searchParams.get("name") ?? DEFAULT_NAME;
  if (!/^[\w.-]{1,64}$/.test(name)) throw wrong("the name must be 1 to 64 letters, digits, “.”, “_” or “-”");
  return name;
}

function decode(part: string): string | undefined {
  if (part === "") return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong("its user or password has a % that is not followed by two hexadecimal digits");
  }
}
