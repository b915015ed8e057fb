import { readFieldText } from "./header-fields.ts";
import { cacheView, type Mail } from "./mail.ts";
import { parseDate } from "./parse-date.ts";
import { parseMail } from "./parsed-mail.ts";

/** Reads the Date field; null if it is missing or unreadable. */
export const readSentDate: (mail: Mail) => Date | null = cacheView((mail) => {
  const { raw, header } = parseMail(mail);
  return parseDate(readFieldText(raw, header, "date") ?? "")?.date ?? null;
});
