import type ICAL from "ical.js";

const UNITS: Readonly<Record<string, string>> = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" };

const DAYS: Readonly<Record<string, string>> = {
  MO: "Monday",
  TU: "Tuesday",
  WE: "Wednesday",
  TH: "Thursday",
  FR: "Friday",
  SA: "Saturday",
  SU: "Sunday",
};

const POSITIONS: Readonly<Record<string, string>> = {
  "1": "first",
  "2": "second",
  "3": "third",
  "4": "fourth",
  "5": "fifth",
  "-1": "last",
};

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Maximum number of days in a simple rule. */
const MAX_LISTED = 10;

/** Describes a recurrence rule in words: “every 2 weeks on Monday and Friday, 10 times”. Null if it is not simple. */
export function describeRecurrence(
  rule: Pick<ICAL.Recur, "freq" | "interval" | "count" | "until" | "parts">,
): string | null {
  const unit = UNITS[rule.freq];
  if (unit === undefined) return null;
  const { BYDAY: days, BYMONTHDAY: monthDays, BYMONTH: months, ...others } = toTexts(rule.parts);
  if (Object.keys(others).length > 0) return null;
  const dayText = days === undefined ? "" : describeDays(days, rule.freq);
  const monthDayText = monthDays === undefined ? "" : describeMonthDays(monthDays);
  const monthText = months === undefined ? "" : describeMonths(months);
  if (dayText === null || monthDayText === null || monthText === null || (days && monthDays)) return null;
  const every = rule.interval > 1 ? `every ${rule.interval} ${unit}s` : `every ${unit}`;
  return `${every}${dayText}${monthDayText}${monthText}${describeEnd(rule)}`;
}

function toTexts(parts: object): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, values]) => [
      name,
      Array.isArray(values) ? values.map(String) : [String(values)],
    ]),
  );
}

function describeDays(days: readonly string[], freq: string): string | null {
  if (days.length > MAX_LISTED) return null;
  if (freq === "WEEKLY" && days.join() === "MO,TU,WE,TH,FR") return " from Monday to Friday";
  const names = days.map((day) => {
    const [, position = "", code = ""] = /^([+-]?\d*)([A-Z]{2})$/.exec(day) ?? [];
    const name = DAYS[code];
    if (name === undefined || (position === "" && freq !== "WEEKLY" && freq !== "DAILY")) return null;
    if (position === "") return name;
    const word = POSITIONS[position.replace("+", "")];
    return word === undefined || freq === "WEEKLY" ? null : `the ${word} ${name}`;
  });
  const known = names.filter((name) => name !== null);
  return known.length === names.length ? ` on ${joinWords(known)}` : null;
}

function describeMonthDays(days: readonly string[]): string | null {
  if (days.length > MAX_LISTED) return null;
  const names = days.map((day) => (day === "-1" ? "the last day" : Number(day) > 0 ? `day ${day}` : null));
  const known = names.filter((name) => name !== null);
  return known.length === names.length ? ` on ${joinWords(known)}` : null;
}

function describeMonths(months: readonly string[]): string | null {
  const names = months.map((month) => MONTHS[Number(month) - 1]).filter((name) => name !== undefined);
  return names.length === months.length ? ` in ${joinWords(names)}` : null;
}

function describeEnd({ count, until }: Pick<ICAL.Recur, "count" | "until">): string {
  if (count) return count === 1 ? ", once" : `, ${count} times`;
  return until ? `, until ${until.toString().slice(0, 10)}` : "";
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
