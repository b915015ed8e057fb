import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { EventLoopBlock } from "../../src/app/event-loop/monitor.ts";
import type { MemoryCgroup } from "./memory-cgroup.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const SOURCES = ["--conditions=source", here("../../src/cli/main.ts")];
const BUILT = [here("../../dist/mailglass.mjs")];

/** Killed with this process, even if it ends early. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

/** A Mailglass in a separate process, as a user starts it. Its event loop is measured, and its clock can be shifted. */
export interface ChildServer {
  readonly pid: number;
  readonly smtpPort: number;
  readonly httpPort: number;
  /** Lines of its log so far. */
  readonly log: readonly LogLine[];
  /** Its output on standard error, and lines of its log that are not JSON. */
  stderr(): string;
  /** Why it ended; undefined while it runs. */
  ended(): string | undefined;
  /** The worst block of its event loop since the last call, if there was one. */
  worstBlock(): Promise<EventLoopBlock | undefined>;
  /** Shifts its clock, but not its timers, by this many milliseconds. */
  shiftClock(milliseconds: number): void;
  signal(signal: NodeJS.Signals): void;
  /** Ends it by SIGTERM. Returns its exit code; null if a signal ended it. */
  stop(): Promise<number | null>;
  kill(): void;
}

export interface ChildServerOptions {
  readonly flags?: readonly string[];
  /** Flags of Node, e.g. `--max-old-space-size=64`. */
  readonly nodeFlags?: readonly string[];
  /** Runs the bundle, which must have been built, instead of the sources. */
  readonly built?: boolean;
  /** The cgroup it runs in. Its event loop is then not measured, and its clock not shifted. */
  readonly cgroup?: MemoryCgroup;
}

/** Starts a server on ports that the system chooses. */
export async function startChildServer({
  flags = [],
  nodeFlags = [],
  built = false,
  cgroup,
}: ChildServerOptions = {}): Promise<ChildServer> {
  const preloads = ["record-blocks.ts", "shift-clock.ts"].flatMap((name) => ["--import", here(name)]);
  const ports = ["--smtp-port=0", "--http-port=0", "--log-format=json"];
  const args = [...nodeFlags, ...preloads, ...(built ? BUILT : SOURCES), ...ports, ...flags];
  // A child process inherits its cgroup.
  const enter = cgroup === undefined ? [] : ["sh", "-c", `echo $$ > "${cgroup.procs}"; exec "$0" "$@"`];
  const [command = "", ...rest] = [...enter, process.execPath, ...args];
  // With little memory it replaces its process, unless there is a channel.
  const channel = cgroup === undefined ? "ipc" : "ignore";
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe", channel] });
  running.add(child);
  const closed = once(child, "close");
  const log: LogLine[] = [];
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-100_000);
  });
  const ready = Promise.withResolvers<LogLine>();
  if (child.stdout === null) throw new Error("it has a pipe");
  createInterface({ input: child.stdout }).on("line", (line) => {
    const entry = logLine(line);
    if (entry === undefined) stderr += `${line}\n`;
    else log.push(entry);
    if (entry?.msg === "ready") ready.resolve(entry);
  });
  /** Calls of `worstBlock` without an answer yet; answers arrive in the same order. */
  let questions: ((block?: EventLoopBlock) => void)[] = [];
  child.on("message", (answer: { worstBlock: EventLoopBlock | null }) =>
    questions.shift()?.(answer.worstBlock ?? undefined),
  );
  let ended: string | undefined;
  child.once("exit", (code, signal) => {
    ended = `exit code ${code}, signal ${signal}`;
    running.delete(child);
    for (const resolve of questions) resolve();
    questions = [];
    ready.reject(new Error(`The server did not start: ${ended}\n${stderr}`));
  });
  const { smtp, http } = (await ready.promise) as unknown as { smtp: { port: number }; http: { port: number } };
  return {
    pid: child.pid ?? 0,
    smtpPort: smtp.port,
    httpPort: http.port,
    log,
    stderr: () => stderr,
    ended: () => ended,
    async worstBlock() {
      if (ended !== undefined || !child.connected) return undefined;
      const { promise, resolve } = Promise.withResolvers<EventLoopBlock | undefined>();
      questions.push(resolve);
      child.send("worst block?", () => {});
      return promise;
    },
    shiftClock: (milliseconds) => void child.send({ clockShift: milliseconds }, () => {}),
    signal: (signal) => void child.kill(signal),
    async stop() {
      child.kill("SIGTERM");
      await closed;
      return child.exitCode;
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

function logLine(text: string): LogLine | undefined {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return undefined;
  }
}
