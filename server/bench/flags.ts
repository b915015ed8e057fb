import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * The options of a program that developers run. With `--help` it tells its usage and ends with code 0; where they cannot be read,
 * it tells why, and ends with code 2.
 */
export function readFlags<const Wanted extends Options>(usage: string, options: Wanted) {
  if (process.argv.slice(2).includes("--help")) {
    console.log(`Usage: ${usage}`);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return exitWithUsage(usage, error instanceof Error ? error.message : String(error));
  }
}

/** Ends the program, which was asked for what cannot be. */
export function exitWithUsage(usage: string, why: string): never {
  console.error(`${why}. Usage: ${usage}`);
  process.exit(2);
}
