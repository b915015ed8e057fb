import { type Command, Option as Flag } from "commander";
import type { App } from "../app.ts";
import { readConfig, unknownVariables } from "../config.ts";
import { blockLogger } from "../event-loop/log-blocks.ts";
import { legacyWarnings } from "../legacy-variables.ts";
import { createLog, type Log } from "../log.ts";
import { type Config, OPTIONS, type Option, type OptionName, type Said, variableOf } from "../options.ts";
import { version } from "../version.ts";
import { untilStopped } from "./signals.ts";

/** Milliseconds that the end of the program waits for the last lines of the log to be read. */
const LAST_OUTPUT = 500;

/**
 * Lets a terminal that is paused (Ctrl-S) not stop the whole process.
 *
 * QUIRK: Node writes to terminals synchronously, and has no documented way to change that. Where the handle is not there, writes
 * are what they were.
 */
function writeWithoutWaiting(out: NodeJS.WriteStream): void {
  const { _handle: handle }: { _handle?: { setBlocking?: (isBlocking: boolean) => unknown } } = out as object;
  if (out.isTTY) handle?.setBlocking?.(false);
}

let serving = false;

/** Whether the server runs: it goes on without a standard output that can be written. */
export const isServing = (): boolean => serving;

/**
 * What `mailglass` does when no other command is named: the server.
 *
 * @param warnings what is to be told of the flags
 */
export function serveCommand(program: Command, warnings: readonly string[]): void {
  for (const name of Object.keys(OPTIONS) as OptionName[]) program.addOption(flagOf(OPTIONS[name]));
  program.action(async (_options: unknown, command: Command) => {
    const config = readConfig(saidByFlags(command), process.env);
    const log = await logOf(config);
    for (const line of [...warnings, ...unknownVariables(process.env), ...legacyWarnings(process.env)]) log.warn(line);
    // Loaded here, so that the other commands start without the server.
    const stopped = untilStopped();
    serving = true;
    // A log that cannot be written is no reason to lose mail: a full disk, a pipe whose reader has ended.
    process.stderr.on("error", () => undefined);
    writeWithoutWaiting(process.stdout);
    const [{ startApp }, { EventLoopMonitor }] = await Promise.all([
      import("../app.ts"),
      import("../event-loop/monitor.ts"),
    ]);
    const eventLoop = new EventLoopMonitor({
      onBlock: blockLogger(log),
      onStarved: ({ duration, activity }) =>
        log.debug({ milliseconds: Math.round(duration), during: activity }, "the process was not running"),
    });
    const app = await startApp(config, log, eventLoop);
    announce(config, app, log);
    eventLoop.start();
    await stopped;
    eventLoop.stop();
    await app.close();
    log.debug("stopped");
    // Output that nobody reads would keep the process alive; what can be written is written before this.
    setTimeout(() => process.exit(), LAST_OUTPUT).unref();
  });
}

const logOf = (config: Config): Promise<Log> => {
  const format = config.logFormat === "auto" ? (process.stdout.isTTY ? "text" : "json") : config.logFormat;
  return createLog({ level: config.logLevel, format });
};

function flagOf(option: Option<unknown>): Flag {
  const value = option.kind.placeholder === "" ? "" : ` <${option.kind.placeholder}>`;
  const shown = `(default: ${option.kind.show(option.default)}; ${variableOf(option.flag)})`;
  const flag = new Flag(`--${option.flag}${value}`, `${option.help} ${shown}`).helpGroup(`${option.group}:`);
  return option.kind.list
    ? flag.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text])
    : flag;
}

function saidByFlags(command: Command): Said {
  const said: Said = {};
  for (const name of Object.keys(OPTIONS) as OptionName[]) {
    if (command.getOptionValueSource(name) !== "cli") continue;
    const value: unknown = command.getOptionValue(name);
    said[name] = { texts: (Array.isArray(value) ? value : [value]).map(String), where: `--${OPTIONS[name].flag}` };
  }
  return said;
}

/** The last lines of the start: where the page is, and where mail goes. */
function announce(config: Config, app: App, log: Log): void {
  for (const line of app.warnings) log.warn(line);
  for (const line of app.notices) log.info(line);
  const text = config.logFormat === "text" || (config.logFormat === "auto" && process.stdout.isTTY);
  if (!text) {
    log.info({ url: app.url, smtp: app.smtp, http: app.http }, "ready");
    return;
  }
  const others = [
    ...(app.smtps ? [`  SMTPS ${app.smtps.host}:${app.smtps.port}`] : []),
    ...(app.lmtp ? [`  LMTP  ${app.lmtp.host}:${app.lmtp.port}`] : []),
  ];
  const lines = [`Mailglass ${version}`, `  Page  ${app.url}`, `  SMTP  ${app.smtp.host}:${app.smtp.port}`, ...others];
  process.stdout.write(`\n${lines.join("\n")}\n\nCtrl-C stops it.\n`);
}
