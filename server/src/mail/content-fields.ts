import { decodeWords, fieldText, oneLine } from "./encoded-words.ts";
import { type Field, type HeaderBlock, valueBytes } from "./header-block.ts";
import { libmime } from "./libmime.ts";

/** A value with parameters (RFC 2045 §5.1, RFC 2231), as in Content-Type. */
export interface Parameterised {
  /** Lower case. */
  readonly value: string;
  /** Names in lower case, values decoded. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The field, where it is not written as its grammar has it, and so read by guessing. */
  readonly malformed: Field | undefined;
}

/** Bytes of a Content-… field that are read. */
const MAX_VALUE = 8 * 1024;

/** Reads the first field of this name (lower case); undefined where there is none. */
export function contentField(raw: Buffer, block: HeaderBlock, key: string): Parameterised | undefined {
  const field = block.fields.find((candidate) => candidate.key === key);
  if (field === undefined) return undefined;
  const { value, rest, isGuessed } = splitAtParameters(fieldText(valueBytes(raw, field, MAX_VALUE)));
  // A type has two names, what else is said here has one.
  const isMalformed = isGuessed || value.includes("/") !== (key === "content-type");
  return { value, parameters: readParameters(rest), malformed: isMalformed ? field : undefined };
}

/** Blanks and comments, which may hold further ones. */
const GAP = String.raw`(?:\s|\((?:[^()]|\([^()]*\))*\))*`;
const NAME = String.raw`[^\s"();,/=]+`;
const VALUE = new RegExp(`^${GAP}("?)(${NAME})(?:${GAP}/${GAP}(${NAME}))?"?${GAP}(;?)`);

const PARAMETER = new RegExp(`^${NAME}\\s*=`);

/** QUIRK: some mailers leave out the value, or the semicolon behind it, write a comma there, or put the value in quotes. */
function splitAtParameters(text: string): { value: string; rest: string; isGuessed: boolean } {
  if (PARAMETER.test(text)) return { value: "", rest: text, isGuessed: true };
  const found = VALUE.exec(text);
  if (found === null) {
    const [written = "", ...more] = text.split(";");
    return { value: oneLine(written).toLowerCase(), rest: more.join(";"), isGuessed: true };
  }
  const [all, quote, first = "", second, end] = found;
  const value = oneLine(second === undefined ? first : `${first}/${second}`).toLowerCase();
  const isGuessed = quote !== "" || (end === "" && all.length < text.length);
  return { value, rest: text.slice(all.length).replace(/^[\s,]+/, ""), isGuessed };
}

function readParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  if (text === "") return parameters;
  const { params, decodedParams } = libmime().parseHeaderValue(`x;${text}`, { stripComments: true });
  for (const [name, written] of Object.entries(params)) {
    // QUIRK: RFC 2047 §5 forbids encoded words in parameters; many mailers write them all the same. A boundary only looks like one.
    const isDecoded = decodedParams.includes(name) || name === "boundary";
    parameters.set(name, oneLine(isDecoded ? written : decodeWords(written)));
  }
  return parameters;
}
