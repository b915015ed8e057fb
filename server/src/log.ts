import pino, { type DestinationStream, type Logger } from "pino";

/** The program's log: pino's, which Fastify uses too. */
export type Log = Logger;

export interface LogOptions {
  readonly level: "error" | "warn" | "info" | "debug";
  /** `text` for people, `json` for programs: one object per line. */
  readonly format: "text" | "json";
}

/** Bytes of log that wait for a slow reader of standard output; more is dropped rather than kept. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Fields that may hold a secret, wherever a caller puts them. */
const SECRETS = ["password", "pass", "authorization", "cookie"].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * Creates the program's log.
 *
 * @param out where lines go: a file descriptor, written without blocking the event loop, or a stream
 */
export async function createLog({ level, format }: LogOptions, out: number | DestinationStream = 1): Promise<Log> {
  const destination =
    typeof out === "number" ? pino.destination({ fd: out, sync: false, maxLength: MAX_WAITING_BYTES }) : out;
  return pino(
    {
      level,
      // Process id and host name are known to whoever runs the server.
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: "***" },
    },
    format === "json" ? destination : await readable(destination),
  );
}

/** Lines for people: `[12:04:31] WARN: what happened {"key":"value"}`, with the stack of an error below it. */
async function readable(destination: DestinationStream): Promise<DestinationStream> {
  // Imported here: a server in a container, which logs JSON, does not need it.
  const { prettyFactory } = await import("pino-pretty");
  const prettify = prettyFactory({
    colorize: process.stdout.isTTY && !process.env["NO_COLOR"],
    translateTime: "SYS:HH:MM:ss",
    singleLine: true,
  });
  return { write: (line) => destination.write(prettify(line)) };
}
