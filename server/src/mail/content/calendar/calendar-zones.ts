import type { CalendarTime } from "@mailglass/shared";
import ICAL from "ical.js";
import { copyStart } from "../../../base/truncate-text.ts";

/*
 * Theory of operation: a time of a calendar is in UTC, in a zone that it names (TZID), or in none ("floating", RFC 5545 §3.3.5).
 *
 * A zone whose name is in the IANA database is resolved by `Intl`. Any other zone is resolved by the VTIMEZONE of the same
 * calendar. ical.js expands its rules year by year, so only rules that occur once a year are used: a hostile rule, such as one
 * for each second, would take hours.
 */

/** Maximum number of values of each part of a rule: one day of one month per year. */
const MAX_RULE_VALUES: Readonly<Record<string, number>> = { BYDAY: 1, BYMONTH: 1, BYMONTHDAY: 7 };
/** Maximum number of observances of a VTIMEZONE, and of VTIMEZONEs that are expanded. */
const MAX_OBSERVANCES = 8;
const MAX_EXPANDED_ZONES = 4;
/** Years of the times that are resolved. A yearly rule is expanded from the first, even if it began earlier. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;

type ResolveZone = (time: ICAL.Time) => Date | null;

/** Resolves the times of one calendar. */
export class CalendarZones {
  readonly #calendar: ICAL.Component;
  readonly #resolvers = new Map<string, ResolveZone>();
  #expandedZones = 0;

  constructor(calendar: ICAL.Component) {
    this.#calendar = calendar;
  }

  /** Reads the time of a property, with a duration added to it; null if it is no time. */
  readTime(property: ICAL.Property | null, duration?: ICAL.Duration): CalendarTime | null {
    const value = property?.getFirstValue();
    if (!(value instanceof ICAL.Time)) return null;
    const time = value.clone();
    if (duration !== undefined) time.addDuration(duration);
    const named = property?.getFirstParameter("tzid");
    const isUtc = time.zone === ICAL.Timezone.utcTimezone;
    const zone = isUtc ? "UTC" : typeof named === "string" && named !== "" ? copyStart(named, 100) : null;
    return {
      local: time.toString().replace(/Z$/, ""),
      zone: time.isDate ? null : zone,
      utc: time.isDate || zone === null ? null : (this.#resolve(time, zone)?.toISOString() ?? null),
    };
  }

  #resolve(time: ICAL.Time, zone: string): Date | null {
    if (time.year < FIRST_YEAR || time.year > LAST_YEAR) return null;
    let resolver = this.#resolvers.get(zone);
    if (resolver === undefined) {
      resolver = this.#createResolver(zone);
      this.#resolvers.set(zone, resolver);
    }
    return resolver(time);
  }

  #createResolver(zone: string): ResolveZone {
    const format = createZoneFormat(zone);
    if (format !== undefined) return (time) => new Date(toInstant(time, format));
    const component = this.#calendar
      .getAllSubcomponents("vtimezone")
      .find((candidate) => candidate.getFirstPropertyValue("tzid") === zone);
    if (component === undefined || !isSafeZone(component) || this.#expandedZones++ >= MAX_EXPANDED_ZONES)
      return () => null;
    for (const observance of component.getAllSubcomponents()) skipEarlyYears(observance);
    const timezone = new ICAL.Timezone(component);
    return (time) => {
      const inZone = time.clone();
      inZone.zone = timezone;
      return new Date(inZone.toUnixTime() * 1000);
    };
  }
}

/** Whether ical.js expands a VTIMEZONE in a bounded time. */
function isSafeZone(component: ICAL.Component): boolean {
  const observances = component.getAllSubcomponents();
  return observances.length <= MAX_OBSERVANCES && observances.every(isSafeObservance);
}

function isSafeObservance(observance: ICAL.Component): boolean {
  if (!(observance.getFirstPropertyValue("dtstart") instanceof ICAL.Time)) return false;
  const rules = observance.getAllProperties("rrule");
  return rules.length === 0 || (rules.length === 1 && isSafeRule(rules[0]?.getFirstValue()));
}

function isSafeRule(rule: unknown): boolean {
  if (!(rule instanceof ICAL.Recur) || rule.freq !== "YEARLY" || rule.interval !== 1) return false;
  return (
    Object.entries(rule.parts).every(([name, values]) => (values?.length ?? 0) <= (MAX_RULE_VALUES[name] ?? 0)) &&
    // A day that does not exist in its month would be searched for without end.
    (rule.parts.BYMONTHDAY ?? []).every((day) => Math.abs(day) <= 28)
  );
}

/** Moves the start of a yearly rule to the first year that is resolved: Windows writes rules that begin in 1601. */
function skipEarlyYears(observance: ICAL.Component): void {
  const property = observance.getFirstProperty("dtstart");
  const start = property?.getFirstValue();
  if (observance.getFirstProperty("rrule") === null || !(start instanceof ICAL.Time)) return;
  if (start.year >= FIRST_YEAR) return;
  start.year = FIRST_YEAR;
  property?.setValue(start);
}

/** Returns a format for the local time of an IANA zone; undefined if there is no such zone. */
function createZoneFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return undefined;
  }
}

/** Returns the instant of a local time, in ms since the epoch. A time that is skipped in spring is read with the offset before it. */
function toInstant(time: ICAL.Time, format: Intl.DateTimeFormat): number {
  const local = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  const first = local - readOffset(local, format);
  return local - readOffset(first, format);
}

/** Returns the offset of a zone from UTC at an instant, in ms. */
function readOffset(instant: number, format: Intl.DateTimeFormat): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(instant / 1000) * 1000;
}
