import type { Config } from "../../config/options.ts";
import { type LocalCa, openLocalCa } from "./local-ca.ts";
import { listServerNames, type ServerNames } from "./server-names.ts";
import { findStateDirectory } from "./state-directory.ts";

/**
 * Opens the CA that signs for a server with this configuration, and lists the names of that server.
 *
 * @throws {ConfigError} if there is a CA that is broken or has expired
 */
export async function openServerCa(config: Config): Promise<ServerNames & { readonly ca: LocalCa }> {
  const names = listServerNames(config);
  return { ...names, ca: await openLocalCa(findStateDirectory(config), [...names.common, ...names.configured]) };
}
