import { Command } from "commander";
import { openServerCa } from "../app/certificates/open-server-ca.ts";
import { ConfigError } from "../config/config-error.ts";
import { readConfig } from "../config/read-config.ts";

/** `mailglass ca`: where the certificate is that clients need to verify those of the server. */
export function caCommand(): Command {
  return new Command("ca")
    .description("print the path of the local CA's certificate, which is created if there is none")
    .option("--state-dir <DIR>", "the server's --state-dir (MAILGLASS_STATE_DIR)")
    .action(async ({ stateDir }: { stateDir?: string }) => {
      const flags = stateDir === undefined ? {} : { stateDir: { values: [stateDir], source: "--state-dir" } };
      const { path, reason } = (await openServerCa(readConfig(flags, process.env))).ca;
      if (path === null)
        throw new ConfigError(`the local CA cannot be stored (${reason}); --state-dir names another directory.`);
      process.stdout.write(`${path}\n`);
    });
}
