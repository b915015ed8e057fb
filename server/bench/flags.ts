import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * The options of a program that developers run. `--help` prints the usage and exits with code 0. Invalid options
 * print the reason and exit with code 2.
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

/** Exits with the reason why the options are invalid. */
export function exitWithUsage(usage: string, why: string): never {
  console.error(`${why}. Usage: ${usage}`);
  process.exit(2);
}
