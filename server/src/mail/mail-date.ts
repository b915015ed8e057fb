import { readFieldText } from "./header-fields.ts";
import { cacheView, type Mail } from "./mail.ts";
import { parseDate } from "./parse-date.ts";
import { parseMail } from "./parsed-mail.ts";

/** The Date field; null where there is none, or it cannot be read. */
export const readSentDate: (mail: Mail) => Date | null = cacheView((mail) => {
  const { raw, header } = parseMail(mail);
  return parseDate(readFieldText(raw, header, "date") ?? "")?.date ?? null;
});
