import type { MessageContent } from "@mailglass/shared";
import type { Mail } from "../mail.ts";
import { parseMail } from "../parsed-mail.ts";
import { readCalendars } from "./calendar/read-calendars.ts";
import { findContent } from "./find-content.ts";
import { readReport } from "./report/read-report.ts";
import { readSeal } from "./seal/read-seal.ts";
import { readTnef } from "./tnef/read-tnef.ts";

/** Maximum number of parts of each kind that are read. */
const MAX_PARTS = 20;
const MAX_CALENDARS = 5;

/** Reads the content that is shown in another form than text. Runs in the worker; every reader bounds its input. */
export async function readContent(mail: Mail): Promise<MessageContent> {
  const parsed = parseMail(mail);
  const { calendars, reports, seals, tnef } = findContent(parsed);
  return {
    calendars: readCalendars(parsed, calendars.slice(0, MAX_CALENDARS)),
    reports: reports.slice(0, MAX_PARTS).map((entity) => readReport(parsed, entity)),
    seals: seals.slice(0, MAX_PARTS).map((entity) => readSeal(parsed, entity)),
    tnef: tnef.slice(0, MAX_PARTS).map((entity) => ({
      part: entity.number,
      ...readTnef(parsed.decodedBytes(entity)),
    })),
  };
}
