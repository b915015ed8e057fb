import { decodeEncodedWords, decodeFieldBytes, toOneLine } from "./encoded-words.ts";
import { type FieldRange, type HeaderBlock, valueBytes } from "./header-block.ts";
import { getLibmime } from "./libmime.ts";

/** A value with parameters (RFC 2045 §5.1, RFC 2231), as in Content-Type. */
export interface ParameterizedValue {
  /** Lower case. */
  readonly value: string;
  /** Names in lower case, values decoded. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The field, where it is not written as its grammar has it, and so read by guessing. */
  readonly malformed: FieldRange | undefined;
}

/** Bytes of a Content-… field that are read. */
const MAX_VALUE_BYTES = 8 * 1024;

/** Reads the first field of this name (lower case); undefined where there is none. */
export function parseContentField(
  raw: Buffer,
  block: Pick<HeaderBlock, "fields">,
  key: string,
): ParameterizedValue | undefined {
  const field = block.fields.find((candidate) => candidate.key === key);
  if (field === undefined) return undefined;
  const { value, rest, isGuessed } = splitValueAndParameters(decodeFieldBytes(valueBytes(raw, field, MAX_VALUE_BYTES)));
  // A type has two names, what else is said here has one.
  const isMalformed = isGuessed || value.includes("/") !== (key === "content-type");
  return { value, parameters: parseParameters(rest), malformed: isMalformed ? field : undefined };
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

function parseParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  if (text === "") return parameters;
  const { params, decodedParams } = getLibmime().parseHeaderValue(`x;${text}`, { stripComments: true });
  for (const [name, written] of Object.entries(params)) {
    // QUIRK: RFC 2047 §5 forbids encoded words in parameters; many mailers write them all the same. A boundary only looks like one.
    const isDecoded = decodedParams.includes(name) || name === "boundary";
    parameters.set(name, toOneLine(isDecoded ? written : decodeEncodedWords(written)));
  }
  return parameters;
}
