import { decodeFieldBytes } from "../encoded-words.ts";
import { valueBytes } from "../header-block.ts";
import { findField } from "../header-fields.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import { lintAddresses } from "./lint-addresses.ts";
import { lintDate } from "./lint-dates.ts";
import { lintEncodedWords } from "./lint-encoded-words.ts";
import { lintEnvelope } from "./lint-envelope.ts";
import { lintFieldNames } from "./lint-field-names.ts";
import { lintFileNames, lintGarbledHeader } from "./lint-garbled-text.ts";
import { lintListFields } from "./lint-list-fields.ts";
import { lintMessageId } from "./lint-message-id.ts";

/** Checks the values of the header fields, and compares them with the envelope. */
export function lintFields(parsed: ParsedMail, found: FindingList): void {
  if (parsed.header.fields.length === 0) return;
  lintFieldNames(parsed, found);
  lintDate(parsed, found);
  lintMessageId(parsed, found);
  lintSubject(parsed, found);
  lintAddresses(parsed, found);
  lintListFields(parsed, found);
  lintGarbledHeader(parsed, found);
  lintFileNames(parsed, found);
  lintEnvelope(parsed, found);
  lintEncodedWords(parsed, found);
}

function lintSubject({ raw, header }: ParsedMail, found: FindingList): void {
  const subject = findField(header, "subject");
  if (subject === undefined || decodeFieldBytes(valueBytes(raw, subject, 200)) === "")
    found.add("subject-empty", subject);
}
