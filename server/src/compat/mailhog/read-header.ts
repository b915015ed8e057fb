import { COLON, CR, LF, SPACE, TAB } from "../../mail/ascii.ts";
import { Utf8Text } from "../utf8-text.ts";
import type { Headers } from "./api-types.ts";

/** Maximum bytes of a header field's name; a line without a colon within them is not a field. */
const MAX_NAME_BYTES = 1_000;
/** Maximum fields of one block; copying an object with more takes too long. */
const MAX_FIELDS = 1_000;
/** Lines that are read without a pause. */
const LINES_PER_STEP = 500;

/** Remaining number of header fields that may be read of a message. */
export interface FieldBudget {
  fields: number;
}

/** A header block, and the offset of the text after its blank line. */
export interface MailHogHeader {
  readonly headers: Headers;
  readonly end: number;
}

/** Range of a field's value. */
interface FieldOffsets {
  readonly name: string;
  readonly start: number;
  readonly firstLineEnd: number;
  /** End of its last line. */
  end: number;
}

/**
 * Reads the header block at the start of `source`. Yields between lines, so that the caller may pause.
 *
 * @returns undefined if no blank line ends it; then everything is a body
 */
export function* readMailHogHeader(source: Buffer, budget: FieldBudget): Generator<string, MailHogHeader | undefined> {
  const fields = new Map<string, FieldOffsets>();
  let field: FieldOffsets | undefined;
  let start = 0;
  for (let line = 1; ; line++) {
    const lf = source.indexOf(LF, start);
    if (lf < 0) return undefined;
    const end = lf > start && source[lf - 1] === CR ? lf - 1 : lf;
    if (end === start && start > 0) return { headers: toHeaders(source, fields), end: lf + 1 };
    if (isBlank(source[start])) {
      if (field !== undefined) field.end = end;
    } else {
      field = budget.fields > 0 && fields.size < MAX_FIELDS ? parseFieldAt(source, start, end) : undefined;
      if (field !== undefined) {
        budget.fields--;
        fields.set(field.name, field);
      }
    }
    start = lf + 1;
    if (line % LINES_PER_STEP === 0) yield "";
  }
}

/** Returns the value of a header field, whatever the case of its name; only the start of a long one. */
export function findHeaderValue(headers: Headers, name: string): string | undefined {
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1][0];
  return value instanceof Utf8Text ? value.firstSlice() : value;
}

function toHeaders(source: Buffer, fields: ReadonlyMap<string, FieldOffsets>): Headers {
  return Object.fromEntries(
    [...fields].map(([name, { start, end, firstLineEnd }]) => [
      name,
      [new Utf8Text(source.subarray(start, end), end > firstLineEnd)],
    ]),
  );
}

function parseFieldAt(source: Buffer, start: number, end: number): FieldOffsets | undefined {
  const colon = source.subarray(start, Math.min(end, start + MAX_NAME_BYTES)).indexOf(COLON);
  if (colon <= 0) return undefined;
  const value = start + colon + 1;
  return {
    name: source.toString("utf8", start, start + colon),
    start: value < end && source[value] === SPACE ? value + 1 : value,
    firstLineEnd: end,
    end,
  };
}

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB;
