import { decodeParameters, type ParameterDoubt } from "./decode-parameters.ts";
import { toOneLine } from "./encoded-words.ts";
import type { FieldRange, HeaderBlock } from "./header-block.ts";
import { decodeValue } from "./header-fields.ts";
import { parseParameters } from "./parse-parameters.ts";

/** A value with parameters (RFC 2045 §5.1, RFC 2231), as in Content-Type. */
export interface ParameterizedValue {
  /** Lower case. */
  readonly value: string;
  /** Names in lower case, values decoded. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The field, where it is not written as its grammar has it, and so read by guessing. */
  readonly malformed: FieldRange | undefined;
  /** Where readers may take different values. */
  readonly doubts?: readonly ParameterDoubt[];
}

/** Bytes of a Content-… field that are read. */
const MAX_VALUE_BYTES = 8 * 1024;

/** Reads the first field of this name (lower case); undefined where there is none. */
export function parseContentField(raw: Buffer, block: HeaderBlock, key: string): ParameterizedValue | undefined {
  const field = block.fields.find((candidate) => candidate.key === key);
  if (field === undefined) return undefined;
  const { value, rest, isGuessed } = splitValueAndParameters(decodeValue(raw, field, MAX_VALUE_BYTES));
  const written = parseParameters(rest);
  // A type has two names, what else is said here has one.
  const isMalformed = isGuessed || written.isMalformed || value.includes("/") !== (key === "content-type");
  return { value, ...decodeParameters(written.list), malformed: isMalformed ? field : undefined };
}

/** Blanks and comments, which may hold further ones. */
const COMMENT_OR_SPACE = String.raw`(?:\s|\((?:[^()]|\([^()]*\))*\))*`;
const TOKEN = String.raw`[^\s"();,/=]+`;
const VALUE_PATTERN = new RegExp(
  `^${COMMENT_OR_SPACE}("?)(${TOKEN})(?:${COMMENT_OR_SPACE}/${COMMENT_OR_SPACE}(${TOKEN}))?"?${COMMENT_OR_SPACE}(;?)`,
);

const PARAMETER_START = new RegExp(`^${TOKEN}\\s*=`);

/** QUIRK: some mailers leave out the value, or the semicolon behind it, write a comma there, or put the value in quotes. */
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
