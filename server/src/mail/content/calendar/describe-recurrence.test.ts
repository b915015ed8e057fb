import ICAL from "ical.js";
import { expect, it } from "vitest";
import { describeRecurrence } from "./describe-recurrence.ts";

it.each([
  ["FREQ=DAILY", "every day"],
  ["FREQ=DAILY;COUNT=1", "every day, once"],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=10", "every 2 weeks on Monday and Friday, 10 times"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every week from Monday to Friday"],
  ["FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131T120000Z", "every week on Tuesday, until 2027-01-31"],
  ["FREQ=MONTHLY;BYDAY=+2TU", "every month on the second Tuesday"],
  ["FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"],
  ["FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "every month on day 1, day 15 and the last day"],
  ["FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=4", "every year on day 4 in March and September"],
])("describes %s", (rule, text) => {
  expect(describeRecurrence(ICAL.Recur.fromString(rule))).toBe(text);
});

it.each([
  ["an hourly rule", "FREQ=HOURLY"],
  ["a part without words", "FREQ=YEARLY;BYWEEKNO=20"],
  ["a day of the week without its position in the month", "FREQ=MONTHLY;BYDAY=TU"],
  ["a position in a week", "FREQ=WEEKLY;BYDAY=1TU"],
  ["a position without a word", "FREQ=MONTHLY;BYDAY=-2TU"],
  ["a day counted from the end of the month", "FREQ=MONTHLY;BYMONTHDAY=-2"],
  ["days of the week and of the month", "FREQ=MONTHLY;BYDAY=1FR;BYMONTHDAY=13"],
  ["more than 10 days of the month", "FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11"],
  ["more than 10 days of the week", "FREQ=MONTHLY;BYDAY=1MO,1TU,1WE,1TH,1FR,1SA,1SU,2MO,2TU,2WE,2TH"],
])("does not describe %s", (_, rule) => {
  expect(describeRecurrence(ICAL.Recur.fromString(rule))).toBeNull();
});

it.each([{ BYDAY: ["XX"] }, { BYDAY: ["monday"] }, { BYMONTH: [13] }])(
  "does not describe unknown values: %j",
  (parts) => {
    const rule = ICAL.Recur.fromString("FREQ=WEEKLY");
    expect(describeRecurrence({ freq: rule.freq, interval: 1, count: null, until: null, parts })).toBeNull();
  },
);
