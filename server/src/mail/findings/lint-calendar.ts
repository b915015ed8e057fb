import { entityDisposition } from "../classify-parts.ts";
import { type CalendarLine, readCalendarLines } from "../content/calendar/calendar-lines.ts";
import { type Entity, locateHeader, locateInMessage } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { findCalendarFault } from "./calendar-faults.ts";
import type { ByteRange, FindingList } from "./finding-list.ts";

/*
 * Theory of operation: a calendar part is an invitation (iTIP, RFC 5546) if it has a method, an attendee, or is shown as part of
 * the body. Any other calendar is a file to save, for which only its grammar counts.
 *
 * Only the beginning of each part is read, so that rows and details find the same. What is only known at the end of a longer
 * calendar is not checked.
 */

/** Bytes of each calendar that are checked. Quoted-printable, they still fit into what is read for a row. */
const MAX_CHECKED_BYTES = 16 * 1024;
const MAX_CALENDARS = 5;

interface CheckedCalendar {
  readonly entity: Entity;
  readonly lines: readonly CalendarLine[];
  readonly isAttached: boolean;
}

/** Checks calendar parts: their grammar, and why they would not be shown as an invitation. */
export function lintCalendars(parsed: ParsedMail, entities: readonly Entity[], list: FindingList): void {
  const calendars = entities.slice(0, MAX_CALENDARS).map((entity): CheckedCalendar => {
    const isCut = parsed.decodedBytes(entity).length > MAX_CHECKED_BYTES;
    const { lines, error } = readCalendarLines(parsed.decodedText(entity, MAX_CHECKED_BYTES), isCut);
    const fault = error ?? findCalendarFault(lines, isCut);
    if (fault !== null) list.add("calendar-invalid", partRange(entity), fault);
    const isText = entity.contentType.value === "text/calendar";
    return { entity, lines, isAttached: !isText || entityDisposition(entity) === "attachment" };
  });
  const invitations = calendars.filter(isInvitation);
  const isShown = invitations.some(({ isAttached }) => !isAttached);
  for (const calendar of invitations) {
    // An attached copy of a calendar that is also part of the body is a file to save.
    if (calendar.isAttached && isShown) continue;
    if (calendar.isAttached) list.add("calendar-not-inline", locateHeader(calendar.entity));
    lintMethod(calendar, list);
    lintOrganizer(parsed, calendar, list);
  }
}

function isInvitation({ entity, lines, isAttached }: CheckedCalendar): boolean {
  if (!isAttached) return true;
  const method = findMethod(lines) ?? entity.contentType.parameters.get("method")?.toUpperCase();
  // What is only published is a file to save: nobody is asked for an answer (RFC 5546 §1.4). Alarms also have attendees.
  if (method !== undefined) return method !== "PUBLISH";
  // An event that was exported from a calendar may have attendees; only one with an organizer asks them (RFC 5545 §3.8.4.3).
  return ["ATTENDEE", "ORGANIZER"].every((one) => lines.some(({ name, path }) => name === one && path.length === 2));
}

function lintMethod({ entity, lines }: CheckedCalendar, list: FindingList): void {
  const named = entity.contentType.parameters.get("method")?.toUpperCase();
  const written = findMethod(lines);
  if (named !== undefined && named === written) return;
  const detail =
    named === undefined && written === undefined
      ? "neither the Content-Type nor the calendar has one"
      : named === undefined
        ? `the Content-Type lacks method=${written}`
        : written === undefined
          ? `the calendar lacks METHOD:${named}`
          : `method=${named} in the Content-Type, METHOD:${written} in the calendar`;
  list.add("calendar-method-missing", locateHeader(entity), detail);
}

function findMethod(lines: readonly CalendarLine[]): string | undefined {
  const line = lines.find(({ name, path }) => name === "METHOD" && path.length === 1);
  return line?.value.trim().toUpperCase() || undefined;
}

/** Methods that the organizer sends (RFC 5546 §1.4). */
const ORGANIZER_METHODS = new Set(["REQUEST", "CANCEL", "ADD", "DECLINECOUNTER"]);

function lintOrganizer(parsed: ParsedMail, { entity, lines }: CheckedCalendar, list: FindingList): void {
  const method = findMethod(lines) ?? entity.contentType.parameters.get("method")?.toUpperCase();
  if (method === undefined || !ORGANIZER_METHODS.has(method)) return;
  const organizer = lines.find(({ name }) => name === "ORGANIZER");
  if (organizer === undefined) {
    list.add("calendar-organizer", partRange(entity), "there is no ORGANIZER");
    return;
  }
  const address = /^mailto:(.+)$/i.exec(organizer.value.trim())?.[1]?.toLowerCase();
  if (address === undefined) {
    list.add("calendar-organizer", partRange(entity), `ORGANIZER is not mailto: and an address: ${organizer.value}`);
    return;
  }
  const sentBy = organizer.parameters
    .get("SENT-BY")
    ?.replace(/^mailto:/i, "")
    .toLowerCase();
  const senders = ["from", "sender", "reply-to"].flatMap((key) => parsed.addresses(key).map((one) => one.address));
  if (senders.length === 0 || senders.some((sender) => [address, sentBy].includes(sender.toLowerCase()))) return;
  list.add("calendar-organizer", partRange(entity), `ORGANIZER is ${address}, the sender ${senders[0]}`);
}

function partRange(entity: Entity): ByteRange {
  const { start, end } = locateInMessage(entity);
  return { start, end };
}
