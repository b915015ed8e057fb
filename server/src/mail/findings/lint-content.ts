import { isCalendar, isTnef, listOwnEntities } from "../content/find-content.ts";
import { readTnef } from "../content/tnef/read-tnef.ts";
import { type Entity, locateHeader } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import { lintCalendars } from "./lint-calendar.ts";

/** Maximum number of files that the detail names. */
const MAX_NAMED_FILES = 5;

/** Checks content that mail programs show in another form than text. */
export function lintContent(parsed: ParsedMail, list: FindingList): void {
  const own = listOwnEntities(parsed.tree.root);
  const calendars = own.filter(isCalendar);
  if (calendars.length > 0) lintCalendars(parsed, calendars, list);
  for (const entity of own.filter(isTnef)) list.add("tnef", locateHeader(entity), nameFiles(parsed, entity));
}

function nameFiles(parsed: ParsedMail, entity: Entity): string {
  const { files, fileCount, error } = readTnef(parsed.decodedBytes(entity));
  if (fileCount === 0) return error === null ? "no file" : "";
  const names = files.slice(0, MAX_NAMED_FILES).map(({ name }) => name);
  return `${names.join(", ")}${fileCount > names.length ? ` and ${fileCount - names.length} more` : ""}`;
}
