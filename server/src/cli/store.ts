import { Command } from "commander";
import { ConfigError } from "../config/config-error.ts";
import { StoreFileError } from "../store/store-file-error.ts";

/** `mailglass store`: about the file of --store. */
export function storeCommand(): Command {
  return new Command("store").description("check the file of --store").addCommand(checkCommand());
}

function checkCommand(): Command {
  return new Command("check")
    .description("check the file without changing it, also while a server uses it; exit code 1 if it is damaged")
    .argument("<file>", "the file of --store")
    .action(async (file: string) => {
      // Loaded on demand, so that the other commands start without SQLite.
      const { checkFile } = await import("../store/check-file.ts");
      try {
        const { messages, sessions, faults, schema, problems } = checkFile(file);
        process.stdout.write(
          `${file}: ${messages} messages, ${sessions} sessions, ${faults} fault rules, schema ${schema}\n`,
        );
        if (problems.length === 0) process.stdout.write("No damage found.\n");
        else {
          for (const problem of problems) process.stdout.write(`${problem}\n`);
          process.exitCode = 1;
        }
      } catch (error) {
        throw error instanceof StoreFileError ? new ConfigError(error.message) : error;
      }
    });
}
