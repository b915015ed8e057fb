import { Argument, Command } from "commander";
import { ConfigError } from "../config/config-error.ts";
import type { FileReport } from "../store/check-file.ts";
import { StoreFileError } from "../store/store-file-error.ts";

/** `mailglass store check FILE`: about the file of --store. */
export function storeCommand(): Command {
  return new Command("store")
    .description(
      "check the file of --store without changing it, also while a server uses it; exit code 1 if it is damaged",
    )
    .addArgument(new Argument("<action>", "what to do").choices(["check"]))
    .argument("<file>", "the file of --store")
    .action(async (_action: string, file: string) => {
      const { messages, sessions, faults, schema, problems } = await readReport(file);
      const result = problems.length === 0 ? ["No damage found."] : problems;
      const counts = `${file}: ${messages} messages, ${sessions} sessions, ${faults} fault rules, schema ${schema}`;
      process.stdout.write(`${[counts, ...result].join("\n")}\n`);
      process.exitCode = problems.length === 0 ? 0 : 1;
    });
}

async function readReport(file: string): Promise<FileReport> {
  // Loaded on demand, so that the other commands start without SQLite.
  const { checkFile } = await import("../store/check-file.ts");
  try {
    return checkFile(file);
  } catch (error) {
    throw error instanceof StoreFileError ? new ConfigError(error.message) : error;
  }
}
