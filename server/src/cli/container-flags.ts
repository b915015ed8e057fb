import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Command } from "commander";
import { translateFlags } from "../config/legacy/flags.ts";
import type { RawOptions } from "../config/options.ts";
import { addServerOptions, readFlagValues } from "./server-flags.ts";

/** Names of this program in the image. */
const PROGRAM_NAMES = new Set(["mailglass.mjs", "mailglass", "mailpit", "mailhog", "MailHog"]);

/** Returns the options that the server of a container was started with: it is the first process. None elsewhere. */
export async function readContainerFlags(environment: NodeJS.ProcessEnv): Promise<RawOptions> {
  const commandLine = await readFile("/proc/1/cmdline", "utf8").catch(() => "");
  return parseServerFlags(commandLine.split("\0").slice(0, -1), environment);
}

/** Returns the options of a command line, with those of MailHog and Mailpit; none if it does not start the server. */
export function parseServerFlags(commandLine: readonly string[], environment: NodeJS.ProcessEnv): RawOptions {
  const program = commandLine.findIndex((argument) => PROGRAM_NAMES.has(basename(argument)));
  if (program === -1) return {};
  const command = addServerOptions(new Command())
    .allowExcessArguments(false)
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  try {
    const { argv } = translateFlags(commandLine.slice(program + 1), environment);
    return readFlagValues(command.parse(argv, { from: "user" }));
  } catch {
    // Another command, or arguments with which the server does not start.
    return {};
  }
}
