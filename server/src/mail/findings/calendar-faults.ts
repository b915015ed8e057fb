import type { CalendarLine } from "../content/calendar/calendar-lines.ts";

/** Properties that a calendar must have, and those of each of its components (RFC 5545 §3.6, §3.6.1–3). */
const CALENDAR_PROPERTIES = ["VERSION", "PRODID"];
const COMPONENT_PROPERTIES = ["UID", "DTSTAMP"];
const COMPONENTS = new Set(["VEVENT", "VTODO", "VJOURNAL"]);

const TIME_PROPERTIES = new Set(["DTSTART", "DTEND", "DTSTAMP", "DUE", "RECURRENCE-ID"]);
/** A date (RFC 5545 §3.3.4), or a date and time (§3.3.5). */
const TIME_PATTERN = /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d|60)Z?)?$/;

/** The properties of one component. */
interface Component {
  readonly name: string;
  readonly properties: Map<string, CalendarLine>;
}

/**
 * Returns the first fault of a calendar whose lines follow the grammar; null if there is none.
 *
 * @param isCut true if there are more lines; what is missing may then be in them
 */
export function findCalendarFault(lines: readonly CalendarLine[], isCut: boolean): string | null {
  const components = listComponents(lines);
  const [calendar] = components;
  const parts = components.filter(({ name }) => COMPONENTS.has(name));
  const method = calendar?.properties.get("METHOD")?.value.trim().toUpperCase();
  // The last component may continue after the cut.
  const complete = isCut ? parts.slice(0, -1) : parts;
  if (calendar !== undefined && !(isCut && parts.length === 0)) {
    const missing = CALENDAR_PROPERTIES.find((name) => !calendar.properties.has(name));
    if (missing !== undefined) return `${missing} is missing`;
    const version = calendar.properties.get("VERSION")?.value.trim() ?? "";
    if (!/^(?:[\d.]+;)?2\.0$/.test(version)) return `VERSION:${version} is not 2.0`;
  }
  // Any component will do, also those of other RFCs and X- components (RFC 5545 §3.6).
  if (components.length < 2 && !isCut) return "it has no VEVENT";
  for (const component of complete) {
    const fault = findComponentFault(component, method);
    if (fault !== null) return fault;
  }
  return findTimeFault(lines, isCut);
}

function findComponentFault({ name, properties }: Component, method: string | undefined): string | null {
  const missing = COMPONENT_PROPERTIES.find((property) => !properties.has(property));
  if (missing !== undefined) return `${missing} is missing in ${name}`;
  if (properties.get("UID")?.value.trim() === "") return `UID is empty in ${name}`;
  if (name !== "VEVENT") return null;
  // A reply and a cancellation may leave out the start (RFC 5546 §3.2.3, §3.2.5).
  const needsStart = method !== "REPLY" && method !== "CANCEL" && method !== "REFRESH";
  if (needsStart && !properties.has("DTSTART")) return "DTSTART is missing in VEVENT";
  const [start, end] = ["DTSTART", "DTEND"].map((property) => properties.get(property));
  if (start !== undefined && end !== undefined && isBefore(end, start))
    return `DTEND:${end.value} is before DTSTART:${start.value}`;
  if (start !== undefined && end !== undefined && isDay(start) !== isDay(end))
    return `one of DTSTART:${start.value} and DTEND:${end.value} is a day, and the other a time`;
  if (properties.has("DTEND") && properties.has("DURATION")) return "VEVENT has both DTEND and DURATION";
  if (method === "REQUEST" && !properties.has("ATTENDEE")) return "METHOD:REQUEST needs an ATTENDEE";
  return null;
}

/** Whether a value is a date without a time (RFC 5545 §3.3.4). */
function isDay({ value }: CalendarLine): boolean {
  return /^\d{8}$/.test(value.trim());
}

/** Whether a time is before another one (RFC 5545 §3.8.2.2). Times in different zones are not compared. */
function isBefore(one: CalendarLine, other: CalendarLine): boolean {
  const [a, b] = [one.value.trim(), other.value.trim()];
  const isComparable = a.length === b.length && one.parameters.get("TZID") === other.parameters.get("TZID");
  return isComparable && TIME_PATTERN.test(a) && TIME_PATTERN.test(b) && a < b;
}

function findTimeFault(lines: readonly CalendarLine[], isCut: boolean): string | null {
  const times = lines.filter(({ name, path }) => TIME_PROPERTIES.has(name) && COMPONENTS.has(path[1] ?? ""));
  const invalid = times.find(({ value }) => !isTime(value.trim()));
  if (invalid !== undefined) return `${invalid.name}:${invalid.value} is no date`;
  const day = times.find((line) => isDay(line) && line.parameters.get("VALUE")?.toUpperCase() !== "DATE");
  if (day !== undefined) return `${day.name}:${day.value} is a day, which needs ${day.name};VALUE=DATE:${day.value}`;
  const rule = lines.find(({ name, value, path }) => name === "RRULE" && path.length === 2 && !FREQUENCY.test(value));
  if (rule !== undefined) return `RRULE:${rule.value} has no valid FREQ`;
  if (isCut) return null;
  const zones = new Set(
    lines.flatMap(({ name, value, path }) => (name === "TZID" && path.length === 2 ? [value.trim()] : [])),
  );
  const undefinedZone = times.find(({ parameters }) => {
    const zone = parameters.get("TZID");
    // A name that begins with / is globally unique (RFC 5545 §3.2.19).
    return zone !== undefined && !zone.startsWith("/") && !zones.has(zone);
  });
  return undefinedZone === undefined ? null : `no VTIMEZONE defines TZID=${undefinedZone.parameters.get("TZID")}`;
}

/** The one part that each recurrence rule must have (RFC 5545 §3.3.10). */
const FREQUENCY = /(?:^|;)\s*FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)\s*(?:;|$)/i;

/** Whether a value is a date, or a date and time, and its month has that day. */
function isTime(value: string): boolean {
  if (!TIME_PATTERN.test(value)) return false;
  const [year, month, day] = [value.slice(0, 4), value.slice(4, 6), value.slice(6, 8)].map(Number);
  return day !== undefined && day <= new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
}

/** Lists components in order, each with the first of its properties of each name. */
function listComponents(lines: readonly CalendarLine[]): Component[] {
  const all: Component[] = [];
  const open: Component[] = [];
  for (const line of lines) {
    if (line.name === "BEGIN") {
      const component = { name: line.value.trim().toUpperCase(), properties: new Map<string, CalendarLine>() };
      all.push(component);
      open.push(component);
    } else if (line.name === "END") {
      open.pop();
    } else {
      const properties = open.at(-1)?.properties;
      if (properties !== undefined && !properties.has(line.name)) properties.set(line.name, line);
    }
  }
  return all;
}
