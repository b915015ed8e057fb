import { MAX_JSON_DEPTH, scanJson } from "./scan-json.ts";
import { UnreadableRequestError } from "./unreadable-request.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

interface StrictJsonOptions {
  /** Maximum number of values, nested ones included. Default 12,000. */
  readonly maxValues?: number;
  /** Treat names that differ only in case as the same name. */
  readonly ignoreCase?: boolean;
  /** Accept half of a surrogate pair, such as "\\ud83d". Programs that cut texts send it in messages. Default false. */
  readonly allowLoneSurrogates?: boolean;
  /**
   * Returns or rejects the value. Called before names are compared, because that takes longer the more names there
   * are.
   */
  readonly check?: (value: unknown) => unknown;
}

/**
 * Default maximum of values in a body: a list of 10,000 ids fits. Parsing and checking a megabyte of empty arrays
 * would occupy the main thread for 100 ms.
 */
const MAX_VALUES = 12_000;

/**
 * Parses JSON as defined by RFC 8259: UTF-8 without a byte order mark, one value, no duplicate names within an
 * object, and at most 100 levels. JSON.parse silently keeps the last of several members with the same name, other
 * parsers keep the first, so the meaning is unclear.
 *
 * @returns the result of `check`
 * @throws {UnreadableRequestError} if the text is anything else
 */
export function parseStrictJson(
  bytes: Buffer,
  { ignoreCase = false, allowLoneSurrogates = false, maxValues = MAX_VALUES, check }: StrictJsonOptions = {},
): unknown {
  const excess = scanJson(bytes, maxValues);
  if (excess === "too-many")
    throw new UnreadableRequestError(`The JSON has more than ${maxValues} values. Send fewer values per request.`);
  if (excess === "too-deep")
    throw new UnreadableRequestError(`The JSON is nested more than ${MAX_JSON_DEPTH} levels deep. Send fewer levels.`);
  const { text, value } = decodeAndParse(bytes);
  if (!allowLoneSurrogates && hasLoneSurrogate(text, value))
    throw new UnreadableRequestError(
      "The JSON has half of a surrogate pair (\\ud800 to \\udfff). Write whole characters.",
    );
  const checked = check === undefined ? value : check(value);
  const repeated = findRepeatedName(text, ignoreCase);
  if (repeated === undefined) return checked;
  throw new UnreadableRequestError(
    `The JSON has the name ${repeated.slice(0, 100)} twice in one object. Use it only once.`,
  );
}

function decodeAndParse(bytes: Buffer): { text: string; value: unknown } {
  try {
    const text = utf8.decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : "it is not UTF-8";
    throw new UnreadableRequestError(`The body must be one JSON value (RFC 8259): ${reason.slice(0, 200)}.`);
  }
}

/**
 * Returns whether a text in the value has half of a surrogate pair. Stores and other programs replace it, each by another character.
 * Only an escape can make one, because the bytes are UTF-8.
 */
function hasLoneSurrogate(text: string, value: unknown): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string" && !next.isWellFormed()) return true;
    if (typeof next !== "object" || next === null) continue;
    for (const [name, member] of Object.entries(next)) open.push(name, member);
  }
  return false;
}

/**
 * Returns the first name that occurs twice in one object, as it is written. Only strings and brackets matter, because
 * `json` is valid.
 */
function findRepeatedName(json: string, ignoreCase: boolean): string | undefined {
  // Names of each open object; undefined if there are none yet, and for arrays.
  const openObjects: (Set<string> | undefined)[] = [];
  const token = /["{}[\]]/g;
  for (let match = token.exec(json); match !== null; match = token.exec(json)) {
    const start = match.index;
    if (match[0] === "{" || match[0] === "[") openObjects.push(undefined);
    else if (match[0] !== '"') openObjects.pop();
    else {
      const end = endOfString(json, start);
      token.lastIndex = end;
      if (!isMemberName(json, end)) continue;
      const written = json.slice(start, end);
      const name = decodeName(written);
      const names = (openObjects[openObjects.length - 1] ??= new Set());
      const key = ignoreCase ? name.toLowerCase() : name;
      if (names.has(key)) return written;
      names.add(key);
    }
  }
  return undefined;
}

const decodeName = (written: string): string =>
  written.includes("\\") ? String(JSON.parse(written)) : written.slice(1, -1);

/**
 * Returns the offset after the quote that closes the string: the first one preceded by an even number of backslashes.
 */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return json.length;
}

/** Returns whether the string that ends here is the name of a member. */
function isMemberName(json: string, end: number): boolean {
  let offset = end;
  while (json[offset] === " " || json[offset] === "\t" || json[offset] === "\r" || json[offset] === "\n") offset++;
  return json[offset] === ":";
}
