import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

export interface LogOptions {
  readonly level: "error" | "warn" | "info" | "debug";
  /** `text` for people, `json` for programs: one object a line. */
  readonly format: "text" | "json";
}

/** The program's log, on standard output. */
export function createLog({ level, format }: LogOptions, out: NodeJS.WritableStream = process.stdout): Log {
  const destination: DestinationStream = {
    write: (line) => void out.write(format === "json" ? line : forPeople(line)),
  };
  return pino(
    {
      level,
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination,
  );
}

interface Line {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly err?: { readonly stack?: string };
  readonly [fact: string]: unknown;
}

/** `12:04:31 warn  what happened  key=value …`; `info` goes without its name. */
function forPeople(line: string): string {
  const { level, time, msg, err, ...facts } = JSON.parse(line) as Line;
  const clock = new Date(time).toTimeString().slice(0, 8);
  const shown = Object.entries(facts).map(
    ([key, value]) => ` ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const stack = err?.stack ? `\n${err.stack}` : "";
  return `${clock} ${level === "info" ? "" : `${level} `}${msg}${shown.join("")}${stack}\n`;
}
