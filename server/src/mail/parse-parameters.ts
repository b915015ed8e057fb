import { quotedEnd } from "./map-unquoted.ts";
import { removeComments } from "./remove-comments.ts";

/** A parameter as written: its name in lower case, its value without quotes. */
export interface WrittenParameter {
  readonly name: string;
  readonly value: string;
  readonly isQuoted: boolean;
}

/** The parameters of a field, in order. */
export interface WrittenParameters {
  readonly list: readonly WrittenParameter[];
  /** Whether they deviate from RFC 2045 §5.1, so that the result is a guess. */
  readonly isMalformed: boolean;
}

/**
 * Reads the parameters after a value, like `charset=utf-8; name="a.txt"` (RFC 2045 §5.1). Time is linear in the length of the
 * text only if quotes are balanced, so the text must be short.
 *
 * QUIRK: blanks, parentheses and semicolons may be part of an unquoted value, and quotation marks part of a quoted one. The
 * semicolon between two parameters may be missing. Text between a closing quotation mark and the next semicolon is ignored.
 */
export function parseParameters(text: string): WrittenParameters {
  const list: { name: string; value: string; isQuoted: boolean }[] = [];
  let isMalformed = false;
  let offset = 0;
  while (offset < text.length) {
    const name = readName(text, offset);
    offset = name.end;
    if (!name.hasValue) {
      const stray = text.slice(name.start, name.end).trim();
      offset++;
      if (stray === "" || removeComments(stray).trim() === "") continue;
      isMalformed = true;
      // The rest of a name like `R&D; plans.pdf`.
      const last = list.at(-1);
      if (last !== undefined && !last.isQuoted && /^(?:file)?name/.test(last.name) && stray.includes("."))
        last.value += `;${text.slice(name.start, name.end).trimEnd()}`;
      continue;
    }
    const value = readValue(text, offset + 1);
    isMalformed ||= value.isMalformed || name.isMalformed;
    // Strict readers, such as Go's, find no parts. Other parameters with such characters harm less.
    isMalformed ||= name.text === "boundary" && !value.isQuoted && /[/:<=>?@[\\\]]/.test(value.text);
    if (name.text !== "") list.push({ name: name.text, value: value.text, isQuoted: value.isQuoted });
    offset = value.end;
  }
  return { list, isMalformed };
}

interface ReadName {
  text: string;
  start: number;
  /** Offset of the `=` or `;` after it. */
  end: number;
  hasValue: boolean;
  isMalformed: boolean;
}

function readName(text: string, start: number): ReadName {
  const mark = /[=;]/g;
  mark.lastIndex = start;
  const end = mark.exec(text)?.index ?? text.length;
  const plain = removeComments(text.slice(start, end))
    .replace(/^[\s,]+/, "")
    .trim();
  const words = plain.split(/[\s,"]+/);
  return {
    text: (words.at(-1) ?? "").toLowerCase(),
    start,
    end,
    hasValue: text[end] === "=",
    isMalformed: words.length > 1 || plain === "",
  };
}

interface ReadValue {
  text: string;
  /** Offset after the value and the semicolon that follows it. */
  end: number;
  isQuoted: boolean;
  isMalformed: boolean;
}

function readValue(text: string, from: number): ReadValue {
  let start = from;
  while (/\s/.test(text.charAt(start))) start++;
  return text[start] === '"' ? readQuotedValue(text, start) : readBareValue(text, start);
}

/** Parameters that may follow without a semicolon. */
const NEXT_PARAMETER =
  /(?<![\s,])[\s,]+(?=(?:charset|boundary|name|filename|format|delsp|type|size|method|protocol|micalg|report-type|start|creation-date|modification-date|read-date)(?:\*\d*\*?)?\s*=)/i;

function readBareValue(text: string, start: number): ReadValue {
  const semicolon = text.indexOf(";", start);
  let end = semicolon < 0 ? text.length : semicolon;
  const next = NEXT_PARAMETER.exec(text.slice(start, end));
  if (next !== null) end = start + next.index;
  const written = text.slice(start, end);
  const value = removeTrailingComments(written);
  const isMalformed = next !== null || /[\s()",]/.test(value);
  // A quotation mark at the end, without an opening one, is dropped.
  const isHalfQuoted = value.indexOf('"') === value.length - 1;
  return {
    text: isHalfQuoted ? value.slice(0, -1) : value,
    end: next === null ? end + 1 : end,
    isQuoted: false,
    isMalformed,
  };
}

/** Maximum number of parentheses in a value that are examined. */
const MAX_COMMENTS = 8;

/** A comment ends a value (RFC 5322 §3.2.2); parentheses before more of the value are part of a name, as in `report (1).pdf`. */
function removeTrailingComments(written: string): string {
  const value = written.trim();
  let open = value.search(/\s\(/);
  for (let count = 0; open >= 0 && count < MAX_COMMENTS; count++) {
    if (removeComments(value.slice(open)).trim() === "") return value.slice(0, open).trim();
    open = value.indexOf("(", open + 2) - 1;
  }
  return value;
}

function readQuotedValue(text: string, start: number): ReadValue {
  const close = quotedEnd(text, start);
  const separator = text.indexOf(";", close ?? start);
  const stop = separator < 0 ? text.length : separator;
  if (close === undefined) {
    // The value ends at the next semicolon: most such fields have another parameter.
    return { text: unescapeQuoted(text.slice(start + 1, stop)), end: stop + 1, isQuoted: true, isMalformed: true };
  }
  const written = text.slice(start + 1, close - 1);
  const rest = text.slice(close, stop);
  if (removeComments(rest).trim() === "")
    return { text: unescapeQuoted(written), end: stop + 1, isQuoted: true, isMalformed: hasOtherEscapes(written) };
  // The closing mark may really open the value of the next parameter: `name="a.txt; charset="utf-8"`.
  const [swallowed] = /;\s*[a-z][\w*-]*\s*=\s*$/i.exec(written) ?? [];
  if (swallowed !== undefined) {
    const value = written.slice(0, -swallowed.length);
    return { text: unescapeQuoted(value), end: start + 1 + value.length + 1, isQuoted: true, isMalformed: true };
  }
  // The mark may be part of the value: `name="the "best" one.txt"`.
  if (rest.trimEnd().endsWith('"')) {
    const value = text
      .slice(start + 1, stop)
      .trimEnd()
      .slice(0, -1);
    const next = NEXT_PARAMETER.exec(rest);
    if (next === null) return { text: unescapeQuoted(value), end: stop + 1, isQuoted: true, isMalformed: true };
  }
  const next = NEXT_PARAMETER.exec(rest);
  return {
    text: unescapeQuoted(written),
    end: next === null ? stop + 1 : close + next.index,
    isQuoted: true,
    isMalformed: true,
  };
}

/** In practice, programs escape only quotation marks and backslashes (Python, MimeKit); other backslashes belong to paths. */
function unescapeQuoted(quoted: string): string {
  return quoted.replace(/\\(["\\])/g, "$1");
}

function hasOtherEscapes(quoted: string): boolean {
  return /\\[^"\\]/.test(quoted.replace(/\\\\/g, ""));
}
