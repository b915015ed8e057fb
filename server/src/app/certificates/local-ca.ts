import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Certificate } from "../../base/certificates/create-certificate.ts";
import { readErrorCode, readErrorMessage } from "../../base/error-message.ts";
import { ConfigError } from "../../config/config-error.ts";

/**
 * The local certificate authority (CA): it signs the certificates of this server. To verify them, give `certificate.pem` to the
 * client. Mailglass never adds it to a trust store, and the CA may only sign for private names and those that the options gave
 * when it was created.
 */
export interface LocalCa extends Certificate {
  /** The file of the certificate; null for a CA that exists only in memory. */
  readonly path: string | null;
  /** Why it exists only in memory, such as EROFS. */
  readonly reason?: string;
}

const YEARS_VALID = 10;

/** Names that no public site has: RFC 6761, RFC 6762, RFC 8375, and the TLD that ICANN reserved. */
const PRIVATE_DOMAINS = ["localhost", "test", "local", "internal", "home.arpa"];
/** Addresses that no public site has: loopback, RFC 1918, RFC 4193, and link-local. */
const PRIVATE_NETWORKS = [
  "127.0.0.0/8",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "::1/128",
  "fc00::/7",
  "fe80::/10",
];

/**
 * Reads the CA of a state directory, or creates it there. Creates one in memory if the directory cannot be used.
 *
 * @param names DNS names and IP addresses that a new CA must be able to sign for, in addition to private ones
 * @throws {ConfigError} if there is a CA that is broken or has expired
 */
export async function openLocalCa(stateDirectory: string, names: readonly string[]): Promise<LocalCa> {
  const directory = join(stateDirectory, "ca");
  try {
    return (await readLocalCa(directory)) ?? (await createLocalCa(stateDirectory, directory, names));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = readErrorCode(error);
    if (code === undefined) throw error;
    return { ...(await generateAuthority(names)), path: null, reason: `${stateDirectory}: ${code}` };
  }
}

const certificatePath = (directory: string) => join(directory, "certificate.pem");
const keyPath = (directory: string) => join(directory, "key.pem");

async function readLocalCa(directory: string): Promise<LocalCa | undefined> {
  const path = certificatePath(directory);
  let pair: Certificate;
  try {
    pair = { cert: await readFile(path, "utf8"), key: await readFile(keyPath(directory), "utf8") };
  } catch (error) {
    if (readErrorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  const problem = findProblem(pair);
  if (problem === undefined) return { ...pair, path };
  throw new ConfigError(
    `The local CA in ${directory} cannot be used: ${problem}. Delete this directory: another CA is then created.`,
  );
}

function findProblem({ cert, key }: Certificate): string | undefined {
  try {
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key))) return "its key does not belong to its certificate";
    return Date.parse(certificate.validTo) < Date.now() ? `it expired on ${certificate.validTo}` : undefined;
  } catch (error) {
    return readErrorMessage(error);
  }
}

/** Creates both files in a directory of their own and renames it, so that several servers that start at once have the same CA. */
async function createLocalCa(stateDirectory: string, directory: string, names: readonly string[]): Promise<LocalCa> {
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  const temporary = await mkdtemp(join(stateDirectory, "new-ca-"));
  try {
    const { cert, key } = await generateAuthority(names);
    await writeFile(keyPath(temporary), key, { mode: 0o600 });
    await writeFile(certificatePath(temporary), cert, { mode: 0o644 });
    await rename(temporary, directory);
    return { cert, key, path: certificatePath(directory) };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!["ENOTEMPTY", "EEXIST"].includes(readErrorCode(error) ?? "")) throw error;
    const created = await readLocalCa(directory);
    if (created === undefined)
      throw new ConfigError(`${directory} is not empty, but has no CA. Delete it: a CA is then created.`);
    return created;
  }
}

async function generateAuthority(names: readonly string[]): Promise<Certificate> {
  const { addDays, createAuthority } = await import("../../base/certificates/create-certificate.ts");
  const hosts = names.filter((name) => isIP(name) === 0).map((name) => name.replace(/^\*\./, ""));
  const addresses = names.filter((name) => isIP(name) !== 0);
  return createAuthority(
    // The date tells several of them apart in a list of trusted authorities.
    {
      commonName: `Mailglass CA of ${hostname()}, ${new Date().toISOString().slice(0, 10)}`.slice(0, 64),
      notAfter: addDays(YEARS_VALID * 365),
    },
    {
      dnsNames: [...new Set([...PRIVATE_DOMAINS, ...hosts])],
      networks: [...PRIVATE_NETWORKS, ...addresses.map((address) => `${address}/${isIP(address) === 4 ? 32 : 128}`)],
    },
  );
}
