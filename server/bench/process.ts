import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { waitUntil } from "./measure.ts";

/** The programs that are measured, and the kernel's figures of them (proc(5)). */

/** Clock ticks per second in /proc/PID/stat. */
const TICKS_PER_SECOND = Number(spawnSync("getconf", ["CLK_TCK"], { encoding: "utf8" }).stdout) || 100;

export interface RunningServer {
  readonly pid: number;
  readonly smtpPort: number;
  /** 0 if the program does not serve HTTP. */
  readonly httpPort: number;
  /** 0 unless it is a Node program that was started with its inspector open. */
  readonly inspectorPort: number;
  /** The end of its output, for error messages. */
  output(): string;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly smtpPort: number;
  readonly httpPort?: number;
  readonly inspectorPort?: number;
}

/** User and system time of all threads of a process so far, in milliseconds. */
export function readCpuTimeMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Bytes of memory that are resident now (`VmRSS`), or were at the peak (`VmHWM`). */
export function readMemoryBytes(pid: number, which: "VmRSS" | "VmHWM"): number {
  const line = readFileSync(`/proc/${pid}/status`, "latin1").match(new RegExp(`${which}:\\s+(\\d+) kB`));
  return Number(line?.[1] ?? Number.NaN) * 1024;
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port to be had");
  return address.port;
}

export function isPortOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

const liveChildren = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of liveChildren) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

/** Time limit of a start, in ms: on a busy machine, with 100,000 stored messages. */
const MAX_START_MS = 120_000;

/** Starts a server and waits until its ports are open. */
export async function launchServer({ command, args, env, smtpPort, httpPort = 0, inspectorPort = 0 }: LaunchOptions) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  liveChildren.add(child);
  const outputLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      outputLines.push(text);
      if (outputLines.length > 50) outputLines.shift();
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => outputLines.push(String(error)));
    child.once("close", () => {
      liveChildren.delete(child);
      resolve();
    });
  });
  const running: RunningServer = {
    pid: child.pid ?? 0,
    smtpPort,
    httpPort,
    inspectorPort,
    output: () => outputLines.join(""),
    async stop() {
      child.kill("SIGTERM");
      const killTimer = setTimeout(() => child.kill("SIGKILL"), 3000);
      await ended;
      clearTimeout(killTimer);
    },
  };
  try {
    for (const port of httpPort === 0 ? [smtpPort] : [smtpPort, httpPort]) {
      const isOpen = () => {
        if (!liveChildren.has(child)) throw new Error(`${command} ${args.join(" ")} ended:\n${running.output()}`);
        return isPortOpen(port);
      };
      await waitUntil(`${command} on port ${port}`, isOpen, { timeout: MAX_START_MS });
    }
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly milliseconds: number;
}

/** Runs a program until it exits, for at most `timeout` ms. */
export function runProgram(
  command: string,
  args: readonly string[],
  { timeout = 60_000, cwd }: { timeout?: number; cwd?: string } = {},
): Promise<ProgramResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
      ...(cwd === undefined ? {} : { cwd }),
    });
    liveChildren.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code) => {
      liveChildren.delete(child);
      resolve({ code, stdout, stderr, milliseconds: performance.now() - started });
    });
  });
}

/** The path of a program on this machine; undefined if it is not installed. */
export function findProgram(program: string): string | undefined {
  const found = spawnSync("sh", ["-c", `command -v "$1" || PATH=/usr/sbin:/sbin command -v "$1"`, "sh", program], {
    encoding: "utf8",
  });
  return found.status === 0 ? found.stdout.trim() : undefined;
}
