import type { FieldRange } from "../header-block.ts";
import { findField, readFieldText } from "../header-fields.ts";
import { type ParsedDate, parseDate } from "../parse-date.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks the Date field: its form, its weekday, and its distance from the arrival. */
export function lintDate(parsed: ParsedMail, found: FindingList): void {
  const { raw, header } = parsed;
  const field = findField(header, "date");
  if (field === undefined) {
    found.add("date-missing");
    return;
  }
  const written = readFieldText(raw, header, "date") ?? "";
  const read = parseDate(written);
  if (read === undefined) {
    found.add("date-invalid", field, written);
    return;
  }
  lintForm(written, read, field, found);
  const [, name = ""] = /^\s*"?(mon|tue|wed|thu|fri|sat|sun)/i.exec(written) ?? [];
  const actual = WEEKDAYS[read.weekday];
  if (name !== "" && actual !== undefined && name.toLowerCase() !== actual.toLowerCase())
    found.add("date-weekday-wrong", field, `${written}, a ${actual}`);
  // The clock of the sender of a message that other servers passed on is not the client's.
  if (parsed.deliveredAt !== undefined && findField(header, "received") === undefined)
    lintSkew(read.date.getTime() - parsed.deliveredAt, field, found);
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

function lintForm(
  written: string,
  { date, form, unknownZone }: ParsedDate,
  field: FieldRange,
  found: FindingList,
): void {
  if (form === "standard" && unknownZone === undefined) return;
  const reading = `read as ${date.toISOString()}`;
  if (unknownZone === "") found.add("date-without-zone", field, `${written}, ${reading}`);
  else if (unknownZone !== undefined) found.add("date-zone-unknown", field, `${unknownZone}, ${reading}`);
  const isOnlyZoneMissing = unknownZone === "" && parseDate(`${written} +0000`)?.form !== "malformed";
  if (form === "malformed" && !isOnlyZoneMissing) found.add("date-malformed", field, `${written}, ${reading}`);
  else if (form === "obsolete" && unknownZone === undefined) found.add("date-obsolete", field, written);
}

const MINUTE_MS = 60_000;
/** Maximum distance between Date and arrival that is normal. */
const MAX_SKEW_MS = 5 * MINUTE_MS;
/** Zones differ by quarters of an hour, and by at most 26 hours. */
const QUARTER_MS = 15 * MINUTE_MS;
const MAX_ZONE_MS = 26 * 60 * MINUTE_MS;

function lintSkew(skewMs: number, field: FieldRange, found: FindingList): void {
  const distance = Math.abs(skewMs);
  if (distance <= MAX_SKEW_MS) return;
  const side = skewMs > 0 ? "after" : "before";
  const quarters = Math.round(distance / QUARTER_MS);
  const isZone = quarters >= 2 && Math.abs(distance - quarters * QUARTER_MS) < MINUTE_MS && distance < MAX_ZONE_MS;
  if (isZone) {
    const fix = "Write the offset of the zone in which the time is, or the time in UTC with +0000";
    found.add("date-skew", field, `exactly ${formatSpan(quarters * QUARTER_MS)} ${side} its arrival: a time zone`, fix);
  } else {
    found.add("date-skew", field, `${formatSpan(distance)} ${side} its arrival`);
  }
}

/** Formats a time in ms, like `2 h 05` or `3 days`. */
function formatSpan(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes >= 48 * 60) return `${Math.round(minutes / 60 / 24)} days`;
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
}
