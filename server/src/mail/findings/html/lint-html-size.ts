import { groupDigits } from "../../../base/group-digits.ts";
import { createTextLocator } from "../../locate-text.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import type { FindingList } from "../finding-list.ts";

/** Bytes of HTML that Gmail shows. */
const GMAIL_LIMIT_BYTES = 102 * 1024;
/** HTML of this size is likely to exceed the limit once links are rewritten. */
const LARGE_BYTES = 92 * 1024;

/** Checks whether Gmail cuts the HTML, and where. */
export function lintHtmlSize(parsed: ParsedMail, found: FindingList): void {
  let before = 0;
  for (const { entity } of parsed.content.html) {
    const { length } = parsed.decodedBytes(entity);
    const size = before + length;
    if (before <= GMAIL_LIMIT_BYTES && size > GMAIL_LIMIT_BYTES) {
      const shown = parsed.decodedText(entity, GMAIL_LIMIT_BYTES - before);
      const locate = createTextLocator(parsed, entity, shown);
      const { end } = locate({ start: Math.max(0, shown.length - 1), end: shown.length });
      found.add("gmail-clip", { start: end, end: Math.max(end, entity.end) }, describeSize(totalSize(parsed)));
    }
    before = size;
  }
  if (before > LARGE_BYTES && before <= GMAIL_LIMIT_BYTES) found.add("html-large", undefined, describeSize(before));
}

function totalSize(parsed: ParsedMail): number {
  return parsed.content.html.reduce((sum, { entity }) => sum + parsed.decodedBytes(entity).length, 0);
}

const describeSize = (bytes: number): string => `it has ${groupDigits(bytes)} bytes`;
