import { groupDigits } from "../../../base/group-digits.ts";

/** A content line (RFC 5545 §3.1): `NAME;PARAM=value:value`, unfolded. */
export interface CalendarLine {
  /** Upper case. */
  readonly name: string;
  /** Names in upper case; without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly parameterCount: number;
  readonly value: string;
  /** Names of the components that contain it, upper case, outermost first. */
  readonly path: readonly string[];
}

export interface CalendarLines {
  readonly lines: readonly CalendarLine[];
  /** Why the text does not follow the grammar; null if it does. */
  readonly error: string | null;
}

/** Limits of a calendar that is read. An invitation has a few dozen lines in two or three levels. */
const MAX_LINES = 5_000;
const MAX_DEPTH = 10;
const MAX_PARAMETERS = 100;

/**
 * Reads the content lines of a calendar. It takes time linear in the text, and never throws. `isCut` means that the text is the
 * beginning of a longer one.
 */
export function readCalendarLines(text: string, isCut = false): CalendarLines {
  const lines: CalendarLine[] = [];
  let path: readonly string[] = [];
  const fail = (error: string) => ({ lines, error });
  const written = text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/, MAX_LINES + 1);
  if (written.length > MAX_LINES) return fail(`It has more than ${groupDigits(MAX_LINES)} lines`);
  if (isCut) written.pop();
  for (const one of written) {
    if (one.trim() === "") continue;
    const line = parseContentLine(one, path);
    if (line === undefined) return fail(`A line has no colon: ${one.slice(0, 80)}`);
    if (line.parameterCount > MAX_PARAMETERS) return fail(`A line has more than ${MAX_PARAMETERS} parameters`);
    if (lines.length === 0 && !(line.name === "BEGIN" && line.value.toUpperCase() === "VCALENDAR"))
      return fail("It does not begin with BEGIN:VCALENDAR");
    if (line.name === "BEGIN") {
      if (path.length === MAX_DEPTH) return fail(`Its components are nested more than ${MAX_DEPTH} levels deep`);
      path = [...path, line.value.trim().toUpperCase()];
    } else if (line.name === "END") {
      if (path.at(-1) !== line.value.trim().toUpperCase())
        return fail(`END:${line.value.trim().slice(0, 40)} ends a component that is not open`);
      path = path.slice(0, -1);
    }
    lines.push(line);
  }
  if (lines.length === 0) return fail("It is empty");
  if (path.length > 0 && !isCut) return fail(`END:${path.at(-1)} is missing`);
  return { lines, error: null };
}

function parseContentLine(line: string, path: readonly string[]): CalendarLine | undefined {
  const colon = findColon(line);
  if (colon < 0) return undefined;
  const [name = "", ...written] = splitOutsideQuotes(line.slice(0, colon));
  return {
    name: name.trim().toUpperCase(),
    parameters: new Map(
      written.slice(0, MAX_PARAMETERS).map((parameter) => {
        const equals = parameter.indexOf("=");
        const value = parameter.slice(equals + 1).replaceAll('"', "");
        return [parameter.slice(0, Math.max(equals, 0)).trim().toUpperCase(), value];
      }),
    ),
    parameterCount: written.length,
    value: line.slice(colon + 1),
    path,
  };
}

/** Returns the offset of the first colon outside quotes; -1 if there is none. */
function findColon(line: string): number {
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line.charCodeAt(at);
    if (sign === 34) isQuoted = !isQuoted;
    else if (sign === 58 && !isQuoted) return at;
  }
  return -1;
}

function splitOutsideQuotes(text: string): string[] {
  return text.match(/(?:[^;"]|"[^"]*"?)+/g) ?? [];
}
