import { decodeFieldValue } from "../mail/decode-field-value.ts";
import { decodeEncodedWords } from "../mail/encoded-words.ts";
import { scanMessageHeader } from "../mail/entity-header.ts";

/** Bytes at the start of a source in which the subject is looked for. */
const HEADER_BYTES = 32 * 1024;
/** Maximum characters of a subject in the table. */
const MAX_SUBJECT_LENGTH = 1_000;

/** Returns the decoded subject; empty if there is none in the first 32 KiB. */
export function readSubject(source: Uint8Array): string {
  const start = Buffer.from(source.buffer, source.byteOffset, Math.min(source.length, HEADER_BYTES));
  const field = scanMessageHeader(start).fields.find(({ key }) => key === "subject");
  if (field === undefined) return "";
  return decodeEncodedWords(decodeFieldValue(start, field, HEADER_BYTES))
    .slice(0, MAX_SUBJECT_LENGTH)
    .toWellFormed();
}
