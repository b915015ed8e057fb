import pino, { type DestinationStream, type Logger } from "pino";
import { limitDetails } from "./log-details.ts";
import { truncateText } from "./truncate-text.ts";

/** The program's log: pino's, which Fastify uses too. */
export type Log = Logger;

export interface LogOptions {
  readonly level: "error" | "warn" | "info" | "debug";
  /** `text` for people, `json` for programs: one object per line. */
  readonly format: "text" | "json";
}

/** Maximum bytes waiting to be written. Lines beyond this are dropped and counted. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Fields that may contain a secret, at any depth up to three. */
const SECRETS = ["password", "pass", "authorization", "cookie"].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Creates the program's log. If the reader of `out` is slow or gone, lines are dropped; nothing else is affected. */
export async function createLog(
  { level, format }: LogOptions,
  out: NodeJS.WritableStream = process.stdout,
): Promise<Log> {
  const destination = new BoundedWriter(out);
  const log = pino(
    {
      level,
      // Omit the process id and host name: they are not useful in this log.
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (details) => limitDetails(details) },
      // `limitDetails` has formatted it already.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod([first, ...rest], method) {
          const args = first instanceof Error && rest.length === 0 ? [first, first.message] : [first, ...rest];
          method.apply(
            this,
            args.map((arg) => (typeof arg === "string" ? truncateText(arg) : arg)) as typeof rest & [never],
          );
        },
      },
      redact: { paths: SECRETS, censor: "***" },
    },
    format === "json" ? destination : await createPrettyDestination(destination),
  );
  destination.onResume = (dropped) => log.warn(`${dropped} log lines were dropped because the log was not being read`);
  return log;
}

/** Writes lines to a stream unless too many bytes are waiting. */
class BoundedWriter implements DestinationStream {
  /** Called with the number of dropped lines before the next line is written. */
  onResume: (dropped: number) => void = () => {};
  readonly #out: NodeJS.WritableStream;
  #dropped = 0;

  constructor(out: NodeJS.WritableStream) {
    this.#out = out;
  }

  write(line: string): void {
    // The reader has closed the stream.
    if (!this.#out.writable) return;
    if ("writableLength" in this.#out && Number(this.#out.writableLength) > MAX_WAITING_BYTES) {
      this.#dropped += 1;
      return;
    }
    const dropped = this.#dropped;
    this.#dropped = 0;
    if (dropped > 0) this.onResume(dropped);
    this.#out.write(line);
  }
}

/** Lines for people: `[12:04:31] WARN: what happened {"key":"value"}`, followed by the stack of an error. */
async function createPrettyDestination(destination: DestinationStream): Promise<DestinationStream> {
  // Imported lazily: a server in a container logs JSON and does not need it.
  const { default: pretty } = await import("pino-pretty");
  const prettify = pretty.prettyFactory({
    colorize: process.stdout.isTTY && !process.env["NO_COLOR"],
    translateTime: "SYS:HH:MM:ss",
    singleLine: true,
  });
  return { write: (line) => destination.write(prettify(line)) };
}
