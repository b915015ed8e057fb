import { readFile } from "node:fs/promises";
import { readErrorCode } from "../base/error-message.ts";
import { ConfigError } from "../config/config-error.ts";

/**
 * Reads a file that an option names.
 *
 * @throws {ConfigError} if it cannot be read
 */
export async function readOptionFile(flag: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ConfigError(`${flag}: ${path} cannot be read (${readErrorCode(error)}).`);
  }
}
