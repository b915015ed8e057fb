import { basename } from "node:path";
import { Command, CommanderError } from "commander";
import { version } from "../base/version.ts";
import { ConfigError } from "../config/config-error.ts";
import { translateFlags } from "../config/legacy/flags.ts";
import { caCommand } from "./ca.ts";
import { debugCommand } from "./debug.ts";
import { exportCommand } from "./export.ts";
import { HELP_FORMAT } from "./help-format.ts";
import { importCommand } from "./import.ts";
import { proxyCommand } from "./proxy.ts";
import { readyzCommand } from "./readyz.ts";
import { sendCommand } from "./send.ts";
import { sendmailCommand } from "./sendmail.ts";
import { normalizeSendmailArguments } from "./sendmail-arguments.ts";
import { addServeCommand, isServing } from "./serve.ts";
import { storeCommand } from "./store.ts";

/** Exit code for mistakes in options or arguments. */
const EXIT_CODE_MISUSE = 2;

const program = new Command("mailglass")
  .description("Catches the mail that programs send, and shows every byte of it.")
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .configureOutput({ writeErr: () => {} })
  .configureHelp(HELP_FORMAT)
  .addHelpText("after", "\nmailglass COMMAND --help describes a command.")
  .exitOverride()
  .enablePositionalOptions();

for (const command of [
  debugCommand(),
  proxyCommand(),
  sendCommand(),
  sendmailCommand(),
  importCommand(),
  exportCommand(),
  readyzCommand(),
  caCommand(),
  storeCommand(),
])
  program.addCommand(
    command
      .configureOutput({ writeErr: () => {} })
      .configureHelp(HELP_FORMAT)
      .exitOverride(),
  );

/** Other programs look for sendmail as /usr/sbin/sendmail, which may be a link to this program. */
const isSendmail = basename(process.argv[1] ?? "") === "sendmail";

// The reader has closed the pipe: `mailglass --help | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (isServing()) return;
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  const { argv, warnings } = translateFlags(process.argv.slice(2), process.env);
  addServeCommand(program, warnings);
  const [command, ...args] = isSendmail ? ["sendmail", ...process.argv.slice(2)] : argv;
  const rest = command === "sendmail" ? normalizeSendmailArguments(args) : args;
  await program.parseAsync(command === undefined ? [] : [command, ...rest], { from: "user" });
} catch (error) {
  process.exitCode = reportError(error);
}

/** Reports an expected error as one line and returns its exit code. Throws bugs again, with their stack. */
function reportError(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (!(error instanceof CommanderError || error instanceof ConfigError)) throw error;
  const line = (unknownCommandMessage(error) ?? error.message).replace(/^error: /, "").replaceAll("\n", " ");
  process.stderr.write(`mailglass: ${line}${error instanceof CommanderError ? " (see mailglass --help)" : ""}\n`);
  return EXIT_CODE_MISUSE;
}

/** The server takes no arguments, so a word among its options is meant as a command. */
function unknownCommandMessage(error: Error): string | undefined {
  if (!(error instanceof CommanderError) || error.code !== "commander.excessArguments") return undefined;
  const [word] = program.args;
  return word === undefined || program.commands.some((command) => command.name() === word)
    ? undefined
    : `there is no command “${word}”`;
}
