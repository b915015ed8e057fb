import type { Command } from "commander";
import type { HostPort } from "../app/address.ts";
import { createBlockLogger } from "../app/event-loop/log-blocks.ts";
import { restartWithMallocSettings } from "../app/malloc-settings.ts";
import type { App } from "../app/start-app.ts";
import { createLog, type Log } from "../base/log.ts";
import { version } from "../base/version.ts";
import { legacyVariableWarnings } from "../config/legacy/variables.ts";
import { chooseLogFormat } from "../config/log-format.ts";
import type { Config } from "../config/options.ts";
import { readConfig, unknownVariableWarnings } from "../config/read-config.ts";
import { addServerOptions, readFlagValues } from "./server-flags.ts";
import { waitForStopSignal } from "./stop-signal.ts";

/** Milliseconds to wait at exit for the last lines of the log to be written. */
const LAST_OUTPUT = 500;

/**
 * Keeps a paused terminal (Ctrl-S) from blocking the whole process.
 *
 * QUIRK: Node writes to terminals synchronously, and has no documented way to change that. Without the internal
 * handle, writes stay synchronous.
 */
function writeWithoutWaiting(out: NodeJS.WriteStream): void {
  const { _handle: handle }: { _handle?: { setBlocking?: (isBlocking: boolean) => unknown } } = out as object;
  if (out.isTTY) handle?.setBlocking?.(false);
}

let serving = false;

/** Whether the server is running. It then continues even if standard output cannot be written. */
export const isServing = (): boolean => serving;

/**
 * Adds the default command, which starts the server.
 *
 * @param warnings lines about unsupported flags, for the log
 */
export function addServeCommand(program: Command, warnings: readonly string[]): void {
  addServerOptions(program);
  program.action(async (_options: unknown, command: Command) => {
    const config = readConfig(readFlagValues(command), process.env);
    restartWithMallocSettings();
    const log = await createLog({ level: config.logLevel, format: chooseLogFormat(config) });
    for (const line of [...warnings, ...unknownVariableWarnings(process.env), ...legacyVariableWarnings(process.env)])
      log.warn(line);
    // Imported lazily, so that the other commands start without loading the server.
    const stopped = waitForStopSignal();
    serving = true;
    // A log that cannot be written (full disk, closed pipe) must not cause loss of mail.
    process.stderr.on("error", () => undefined);
    writeWithoutWaiting(process.stdout);
    const [{ startApp }, { EventLoopMonitor }] = await Promise.all([
      import("../app/start-app.ts"),
      import("../app/event-loop/monitor.ts"),
    ]);
    const eventLoop = new EventLoopMonitor({
      onBlock: createBlockLogger(log),
      onStarved: ({ durationMs: duration, activity }) =>
        log.debug({ milliseconds: Math.round(duration), during: activity }, "the process was not running"),
    });
    const app = await startApp(config, log, eventLoop);
    announceReady(config, app, log);
    eventLoop.start();
    await stopped;
    eventLoop.stop();
    await app.close();
    log.debug("stopped");
    // Pending output that nobody reads would keep the process alive. Whatever can be written is written before this.
    setTimeout(() => process.exit(), LAST_OUTPUT).unref();
  });
}

/** Prints the last lines of the startup: the addresses of the page and of SMTP. */
function announceReady(config: Config, app: App, log: Log): void {
  for (const line of app.warnings) log.warn(line);
  for (const line of app.notices) log.info(line);
  // QUIRK: Testcontainers and Quarkus wait for Mailpit's line with “accessible via”.
  const accessLine = `[http] accessible via ${app.url}`;
  if (chooseLogFormat(config) === "json") {
    const https = app.https === null ? {} : { https: app.https };
    log.info({ url: app.url, smtp: app.smtp, http: app.http, ...https }, "ready");
    log.info(accessLine);
    return;
  }
  const nameOf = ({ host, port }: HostPort) => `${config.smtpHost === "localhost" ? "localhost" : host}:${port}`;
  const others = [
    ...(app.httpsUrl ? [`  HTTPS ${app.httpsUrl}`] : []),
    ...(app.smtps ? [`  SMTPS ${nameOf(app.smtps)}`] : []),
    ...(app.lmtp ? [`  LMTP  ${nameOf(app.lmtp)}`] : []),
  ];
  const lines = [`Mailglass ${version}`, `  Page  ${app.url}`, `  SMTP  ${nameOf(app.smtp)}`, ...others];
  process.stdout.write(`\n${lines.join("\n")}\n\n${process.stdout.isTTY ? "Press Ctrl-C to stop." : accessLine}\n`);
}
