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

/** The program's log, on standard output. */
export function createLog({ level: most, format }: LogOptions, out: NodeJS.WritableStream = process.stdout): Log {
  const written = format === "json" ? forPrograms : forPeople;
  const tell = (level: Level): Log[Level] =>
    LEVELS.indexOf(level) > LEVELS.indexOf(most)
      ? () => {}
      : (message, facts = {}) => void out.write(`${written(level, message, facts)}\n`);
  return { error: tell("error"), warn: tell("warn"), info: tell("info"), debug: tell("debug") };
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
