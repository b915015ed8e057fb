/** How much is told, least first. */
const LEVELS = ["error", "warn", "info", "debug"] as const;
type Level = (typeof LEVELS)[number];

/** What belongs to a line beside its sentence. An error is told with its stack. */
type Facts = Readonly<Record<string, unknown>>;

export type Log = Readonly<Record<Level, (message: string, facts?: Facts) => void>>;

export interface LogOptions {
  readonly level: Level;
  /** `text` for people, `json` for programs: one object a line. */
  readonly format: "text" | "json";
}

/** Bytes that may wait to be written. What a reader does not read is dropped beyond this, and counted. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** The program's log, on standard output. A reader that is slow or gone costs lines, and nothing else. */
export function createLog({ level: most, format }: LogOptions, out: NodeJS.WritableStream = process.stdout): Log {
  const written = format === "json" ? forPrograms : forPeople;
  const write = writerTo(out, (count) =>
    written("warn", `${count} lines of the log were dropped: nobody read them`, {}),
  );
  const tell = (level: Level): Log[Level] =>
    LEVELS.indexOf(level) > LEVELS.indexOf(most)
      ? () => {}
      : (message, facts = {}) => write(written(level, message, facts));
  return { error: tell("error"), warn: tell("warn"), info: tell("info"), debug: tell("debug") };
}

/** @param droppedLine the line that says how many were dropped */
function writerTo(out: NodeJS.WritableStream, droppedLine: (count: number) => string): (line: string) => void {
  let dropped = 0;
  return (line) => {
    // A reader that has gone away.
    if (!out.writable) return;
    if ("writableLength" in out && Number(out.writableLength) > MAX_WAITING_BYTES) {
      dropped += 1;
      return;
    }
    if (dropped > 0) out.write(`${droppedLine(dropped)}\n`);
    dropped = 0;
    out.write(`${line}\n`);
  };
}

function forPrograms(level: Level, message: string, facts: Facts): string {
  const told = Object.entries(facts).map(([name, fact]) => [name, fact instanceof Error ? errorOf(fact) : fact]);
  return JSON.stringify({ level, time: new Date().toISOString(), ...Object.fromEntries(told), msg: message });
}

const errorOf = ({ name, message, stack }: Error) => ({ type: name, message, stack });

/** `12:04:31 warn  what happened  key=value …`, stacks below it; `info` goes without its name. */
function forPeople(level: Level, message: string, facts: Facts): string {
  const all = Object.entries(facts);
  const shown = all
    .filter(([, fact]) => !(fact instanceof Error))
    .map(([name, fact]) => ` ${name}=${typeof fact === "string" ? fact : JSON.stringify(fact)}`);
  const stacks = all.flatMap(([, fact]) => (fact instanceof Error ? [`\n${fact.stack ?? String(fact)}`] : []));
  const clock = new Date().toTimeString().slice(0, 8);
  return `${clock} ${level === "info" ? "" : `${level} `}${message}${shown.join("")}${stacks.join("")}`;
}
