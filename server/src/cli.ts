import { basename } from "node:path";
import { Command, CommanderError } from "commander";
import { debugCommand } from "./cli/debug.ts";
import { exportCommand } from "./cli/export.ts";
import { HELP } from "./cli/help.ts";
import { importCommand } from "./cli/import.ts";
import { proxyCommand } from "./cli/proxy.ts";
import { sendCommand } from "./cli/send.ts";
import { sendmailCommand } from "./cli/sendmail.ts";
import { isServing, serveCommand } from "./cli/serve.ts";
import { ConfigError } from "./config.ts";
import { translateFlags } from "./legacy-flags.ts";
import { version } from "./version.ts";

/** Exit code for what the person who started the program has to mend. */
const MISUSE = 2;

const program = new Command("mailglass")
  .description("Catches the mail that programs send, and shows every byte of it.")
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .configureOutput({ writeErr: () => {} })
  .configureHelp(HELP)
  .addHelpText("after", "\nmailglass COMMAND --help tells more of a command.")
  .exitOverride()
  .enablePositionalOptions();

for (const command of [
  debugCommand(),
  proxyCommand(),
  sendCommand(),
  sendmailCommand(),
  importCommand(),
  exportCommand(),
])
  program.addCommand(
    command
      .configureOutput({ writeErr: () => {} })
      .configureHelp(HELP)
      .exitOverride(),
  );

/** A link to this program may stand where others look for a sendmail: /usr/sbin/sendmail. */
const asSendmail = basename(process.argv[1] ?? "") === "sendmail";

// Whoever reads has seen enough: `mailglass --help | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (isServing()) return;
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  const { argv, warnings } = translateFlags(process.argv.slice(2));
  serveCommand(program, warnings);
  await program.parseAsync(asSendmail ? ["sendmail", ...process.argv.slice(2)] : argv, { from: "user" });
} catch (error) {
  process.exitCode = explain(error);
}

/** One line for people; what is our own fault is thrown on, with its stack. */
function explain(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (!(error instanceof CommanderError || error instanceof ConfigError)) throw error;
  const line = (unknownCommand(error) ?? error.message).replace(/^error: /, "").replaceAll("\n", " ");
  process.stderr.write(
    `mailglass: ${line}${error instanceof CommanderError ? " (mailglass --help lists what there is)" : ""}\n`,
  );
  return MISUSE;
}

/** The server takes no arguments, so that a word among its options is meant to be a command. */
function unknownCommand(error: Error): string | undefined {
  if (!(error instanceof CommanderError) || error.code !== "commander.excessArguments") return undefined;
  const [word] = program.args;
  return word === undefined || program.commands.some((command) => command.name() === word)
    ? undefined
    : `there is no command “${word}”`;
}
