import { basename } from "node:path";
import { Command, CommanderError } from "commander";
import { version } from "../base/version.ts";
import { ConfigError } from "../config/config-error.ts";
import { translateFlags } from "../config/legacy/flags.ts";
import { debugCommand } from "./debug.ts";
import { exportCommand } from "./export.ts";
import { HELP_FORMAT } from "./help-format.ts";
import { importCommand } from "./import.ts";
import { proxyCommand } from "./proxy.ts";
import { sendCommand } from "./send.ts";
import { sendmailCommand } from "./sendmail.ts";
import { normalizeSendmailArguments } from "./sendmail-arguments.ts";
import { addServeCommand, isServing } from "./serve.ts";

/** Exit code for what the person who started the program has to mend. */
const EXIT_CODE_MISUSE = 2;

const program = new Command("mailglass")
  .description("Catches the mail that programs send, and shows every byte of it.")
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .configureOutput({ writeErr: () => {} })
  .configureHelp(HELP_FORMAT)
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
      .configureHelp(HELP_FORMAT)
      .exitOverride(),
  );

/** A link to this program may stand where others look for a sendmail: /usr/sbin/sendmail. */
const isSendmail = basename(process.argv[1] ?? "") === "sendmail";

// Whoever reads has seen enough: `mailglass --help | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (isServing()) return;
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  const { argv, warnings } = translateFlags(process.argv.slice(2));
  addServeCommand(program, warnings);
  const [command, ...args] = isSendmail ? ["sendmail", ...process.argv.slice(2)] : argv;
  const rest = command === "sendmail" ? normalizeSendmailArguments(args) : args;
  await program.parseAsync(command === undefined ? [] : [command, ...rest], { from: "user" });
} catch (error) {
  process.exitCode = reportError(error);
}

/** One line for people; what is our own fault is thrown on, with its stack. */
function reportError(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (!(error instanceof CommanderError || error instanceof ConfigError)) throw error;
  const line = (unknownCommandMessage(error) ?? error.message).replace(/^error: /, "").replaceAll("\n", " ");
  process.stderr.write(
    `mailglass: ${line}${error instanceof CommanderError ? " (mailglass --help lists what there is)" : ""}\n`,
  );
  return EXIT_CODE_MISUSE;
}

/** The server takes no arguments, so that a word among its options is meant to be a command. */
function unknownCommandMessage(error: Error): string | undefined {
  if (!(error instanceof CommanderError) || error.code !== "commander.excessArguments") return undefined;
  const [word] = program.args;
  return word === undefined || program.commands.some((command) => command.name() === word)
    ? undefined
    : `there is no command “${word}”`;
}
