import { decodeFieldValue } from "./decode-field-value.ts";
import { decodeParameters, type ParameterDoubt } from "./decode-parameters.ts";
import { toOneLine } from "./encoded-words.ts";
import type { FieldRange, HeaderBlock } from "./header-block.ts";
import { parseParameters } from "./parse-parameters.ts";

/** A value with parameters (RFC 2045 §5.1, RFC 2231), as in Content-Type. */
export interface ParameterizedValue {
  /** Lower case. */
  readonly value: string;
  /** Names in lower case, values decoded. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The field, if it does not follow its grammar; its value is then a guess. */
  readonly malformed: FieldRange | undefined;
  /** Parameters that other readers may read differently. */
  readonly doubts?: readonly ParameterDoubt[];
}

/** Maximum bytes of a Content-… field that are read. */
const MAX_VALUE_BYTES = 8 * 1024;

/** Reads the first field of this name (lower case); undefined if there is none. */
export function parseContentField(
  raw: Buffer,
  block: Pick<HeaderBlock, "fields">,
  key: string,
): ParameterizedValue | undefined {
  const field = block.fields.find((candidate) => candidate.key === key);
  if (field === undefined) return undefined;
  const { value, rest, isGuessed } = splitValueAndParameters(decodeFieldValue(raw, field, MAX_VALUE_BYTES));
  const written = parseParameters(rest);
  // A Content-Type has a type and a subtype; other values are one token.
  const isMalformed = isGuessed || written.isMalformed || value.includes("/") !== (key === "content-type");
  return { value, ...decodeParameters(written.list), malformed: isMalformed ? field : undefined };
}

/** Blanks and comments, nested once. */
const COMMENT_OR_SPACE = String.raw`(?:\s|\((?:[^()]|\([^()]*\))*\))*`;
const TOKEN = String.raw`[^\s"();,/=]+`;
const VALUE_PATTERN = new RegExp(
  `^${COMMENT_OR_SPACE}("?)(${TOKEN})(?:${COMMENT_OR_SPACE}/${COMMENT_OR_SPACE}(${TOKEN}))?"?${COMMENT_OR_SPACE}(;?)`,
);

const PARAMETER_START = new RegExp(`^${TOKEN}\\s*=`);

/** QUIRK: some mailers omit the value or the semicolon after it, write a comma instead, or put the value in quotes. */
function splitValueAndParameters(text: string): { value: string; rest: string; isGuessed: boolean } {
  if (PARAMETER_START.test(text)) return { value: "", rest: text, isGuessed: true };
  const found = VALUE_PATTERN.exec(text);
  if (found === null) {
    const [written = "", ...more] = text.split(";");
    return { value: toOneLine(written).toLowerCase(), rest: more.join(";"), isGuessed: true };
  }
  const [all, quote, first = "", second, end] = found;
  const value = toOneLine(second === undefined ? first : `${first}/${second}`).toLowerCase();
  const isGuessed = quote !== "" || (end === "" && all.length < text.length);
  return { value, rest: text.slice(all.length).replace(/^[\s,]+/, ""), isGuessed };
}
