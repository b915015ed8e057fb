import { UnreadableRequestError } from "./unreadable-request.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

interface StrictJsonOptions {
  /** Values that it may have, those within others included; 12,000 where it is not given. */
  readonly maxValues?: number;
  /** Names that differ only in case are the same name. */
  readonly ignoreCase?: boolean;
  /** Refuses, or returns, the value. It is called before names are compared, which takes longer the more names there are. */
  readonly check?: (value: unknown) => unknown;
}

/**
 * Values that a body may have where nothing else is said: a list of 10,000 ids fits. To parse and check a megabyte of empty
 * arrays would occupy the main thread for 100 ms.
 */
const MAX_VALUES = 12_000;

/**
 * Parses JSON as RFC 8259 has it: UTF-8 without a byte order mark, one value, and no name twice within an object.
 * JSON.parse silently keeps the last of several members of one name, and other parsers the first: what is meant is unknown.
 *
 * @returns what `check` returns
 * @throws {UnreadableRequestError} for anything else
 */
export function parseStrictJson(
  bytes: Buffer,
  { ignoreCase = false, maxValues = MAX_VALUES, check }: StrictJsonOptions = {},
): unknown {
  if (hasMoreValues(bytes, maxValues)) {
    throw new UnreadableRequestError(`The JSON has more than ${maxValues} values. Send fewer at a time.`);
  }
  const { text, value } = decodeAndParse(bytes);
  const checked = check === undefined ? value : check(value);
  const repeated = findRepeatedName(text, ignoreCase);
  if (repeated === undefined) return checked;
  throw new UnreadableRequestError(
    `The JSON has the name ${repeated.slice(0, 100)} twice in one object. Give it once.`,
  );
}

/** Whether JSON has more values than that, about. Strings are skipped: they may be long, and cost little to parse. */
function hasMoreValues(bytes: Buffer, limit: number): boolean {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfStringIn(bytes, at);
    else if ((byte === COMMA || byte === BRACE || byte === BRACKET) && ++count > limit) return true;
  }
  return false;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;

/** The offset of the quote that closes the string: the first one that an even number of backslashes precedes. */
function endOfStringIn(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(QUOTE, start + 1); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return bytes.length;
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
 * The first name that an object has twice, as it is written. Only strings and brackets matter, since `json` is valid.
 * It does not recurse: a megabyte of brackets is valid JSON too.
 */
function findRepeatedName(json: string, ignoreCase: boolean): string | undefined {
  // The names of each object that is open; undefined where there are none yet, and for arrays.
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

/** The offset behind the quote that closes the string: the first one that an even number of backslashes precedes. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return json.length;
}

/** Whether the string that ends here is the name of a member. */
function isMemberName(json: string, end: number): boolean {
  let offset = end;
  while (json[offset] === " " || json[offset] === "\t" || json[offset] === "\r" || json[offset] === "\n") offset++;
  return json[offset] === ":";
}
