import type { Calendar, CalendarEvent, CalendarPerson } from "@mailglass/shared";
import ICAL from "ical.js";
import { readErrorMessage } from "../../../base/error-message.ts";
import { copyStart, truncateText } from "../../../base/truncate-text.ts";
import type { Entity } from "../../mime-entity.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import { readCalendarLines } from "./calendar-lines.ts";
import { CalendarZones } from "./calendar-zones.ts";
import { describeRecurrence } from "./describe-recurrence.ts";

/** Maximum bytes of a calendar that is read. An invitation has a few kilobytes. */
const MAX_CALENDAR_BYTES = 256 * 1024;
const MAX_EVENTS = 20;
const MAX_ATTENDEES = 100;
const MAX_DESCRIPTION_LENGTH = 2_000;
const MAX_RULE_LENGTH = 500;
/** Maximum length of an event that is computed from its duration: ten years. */
const MAX_DURATION_SECONDS = 10 * 366 * 24 * 3600;

/** Reads calendar parts. An invitation is often sent twice, as text and as a file: equal parts are read once. */
export function readCalendars(parsed: ParsedMail, entities: readonly Entity[]): Calendar[] {
  const known: Buffer[] = [];
  return entities.flatMap((entity) => {
    const bytes = parsed.decodedBytes(entity);
    if (known.some((other) => other.equals(bytes))) return [];
    known.push(bytes);
    return [readCalendar(parsed, entity)];
  });
}

function readCalendar(parsed: ParsedMail, entity: Entity): Calendar {
  const named = entity.contentType.parameters.get("method")?.toUpperCase() ?? null;
  const fail = (error: string): Calendar => ({
    part: entity.number,
    method: named && copyStart(named, 40),
    error,
    events: [],
    eventCount: 0,
  });
  if (parsed.decodedBytes(entity).length > MAX_CALENDAR_BYTES)
    return fail("It is larger than 256 KiB, and was not read");
  const text = parsed.decodedText(entity, MAX_CALENDAR_BYTES);
  const { error } = readCalendarLines(text);
  if (error !== null) return fail(error);
  try {
    return { part: entity.number, error: null, ...readComponents(text, named) };
  } catch (error) {
    return fail(truncateText(readErrorMessage(error)));
  }
}

const KINDS = { vevent: "event", vtodo: "to-do", vjournal: "journal" } as const;

function readComponents(text: string, named: string | null): Pick<Calendar, "method" | "events" | "eventCount"> {
  const calendar = new ICAL.Component(ICAL.parse(text.trim()));
  const zones = new CalendarZones(calendar);
  const components = calendar.getAllSubcomponents().filter(({ name }) => name in KINDS);
  const method = readText(calendar, "method").toUpperCase();
  return {
    method: method === "" ? named : copyStart(method, 40),
    events: components.slice(0, MAX_EVENTS).map((component) => readEvent(component, zones)),
    eventCount: components.length,
  };
}

function readEvent(component: ICAL.Component, zones: CalendarZones): CalendarEvent {
  const attendees = component.getAllProperties("attendee");
  const organizer = component.getFirstProperty("organizer");
  const sequence = Number(readText(component, "sequence") || Number.NaN);
  return {
    kind: KINDS[component.name as keyof typeof KINDS],
    uid: truncateText(readText(component, "uid")),
    sequence: Number.isSafeInteger(sequence) ? sequence : null,
    summary: truncateText(readText(component, "summary")),
    description: copyStart(readText(component, "description"), MAX_DESCRIPTION_LENGTH),
    location: truncateText(readText(component, "location")),
    url: truncateText(readText(component, "url")),
    status: readText(component, "status").toLowerCase().slice(0, 40) || null,
    start: zones.readTime(component.getFirstProperty("dtstart")),
    end: readEnd(component, zones),
    recurrence: readRecurrence(component),
    organizer: organizer && readPerson(organizer),
    attendees: attendees.slice(0, MAX_ATTENDEES).map(readPerson),
    attendeeCount: attendees.length,
  };
}

function readEnd(component: ICAL.Component, zones: CalendarZones): CalendarEvent["end"] {
  const end = component.getFirstProperty("dtend") ?? component.getFirstProperty("due");
  if (end !== null) return zones.readTime(end);
  const start = component.getFirstProperty("dtstart");
  const duration = component.getFirstPropertyValue("duration");
  if (start === null || !(duration instanceof ICAL.Duration)) return null;
  // ical.js adds a duration month by month.
  return Math.abs(duration.toSeconds()) <= MAX_DURATION_SECONDS ? zones.readTime(start, duration) : null;
}

function readRecurrence(component: ICAL.Component): CalendarEvent["recurrence"] {
  const rules = component.getAllProperties("rrule");
  const [rule] = rules;
  const recur = rule?.getFirstValue();
  if (!(recur instanceof ICAL.Recur)) return null;
  const isPlain = rules.length === 1 && component.getFirstProperty("rdate") === null;
  return {
    rule: copyStart(recur.toString(), MAX_RULE_LENGTH),
    text: isPlain ? describeRecurrence(recur) : null,
  };
}

function readPerson(property: ICAL.Property): CalendarPerson {
  const parameter = (name: string) => {
    const value = property.getFirstParameter(name);
    return typeof value === "string" ? truncateText(value) : "";
  };
  return {
    name: parameter("cn"),
    address: truncateText(String(property.getFirstValue() ?? "").replace(/^mailto:/i, "")),
    status: parameter("partstat").toLowerCase() || null,
    role: parameter("role").toLowerCase() || null,
  };
}

/** Returns the first value of a property as text; empty if there is none. */
function readText(component: ICAL.Component, name: string): string {
  const value = component.getFirstPropertyValue(name);
  return value === null || value === undefined ? "" : String(value);
}
