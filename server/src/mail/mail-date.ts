import { readFieldText } from "./header-fields.ts";
import { cacheView, type Mail } from "./mail.ts";
import { parseMail } from "./parsed-mail.ts";

/** date-time of RFC 5322 §3.3, with the zone names of §4.3, and a comment after it. */
const MAIL_DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s*,\s*)?\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d{4}\s+\d\d:\d\d(?::\d\d)?\s+(?:[+-]\d{4}|UT|GMT|[ECMP][SD]T)(?:\s*\([^)]*\))?$/i;

/** Whether a text is a date as mail has it. */
export function isMailDate(text: string): boolean {
  return MAIL_DATE.test(text) && !Number.isNaN(Date.parse(text));
}

/** The Date field, read as leniently as can be; null where there is none or nobody could read it. */
export const readSentDate: (mail: Mail) => Date | null = cacheView((mail) => {
  const { raw, header } = parseMail(mail);
  const date = new Date(readFieldText(raw, header, "date") ?? "");
  return Number.isNaN(date.getTime()) ? null : date;
});
