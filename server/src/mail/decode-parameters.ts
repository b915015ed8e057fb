import { isUtf8 } from "node:buffer";
import { decodeCharset, isKnownCharset } from "./decode-charset.ts";
import { decodeEncodedWords, findEncodedWords, toOneLine } from "./encoded-words.ts";
import type { WrittenParameter } from "./parse-parameters.ts";

/** Why other readers may read a different value of a parameter. */
export interface ParameterDoubt {
  readonly code: "parameter-conflicting" | "encoded-word-in-parameter" | "parameter-continuation-broken";
  readonly detail: string;
}

export interface DecodedParameters {
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly doubts: readonly ParameterDoubt[];
}

/**
 * Decodes parameters: RFC 2231 with continuations in any order, and encoded words, which RFC 2047 §5 forbids in parameters
 * and many programs write. If a name occurs twice, the first parameter counts; `name*` takes precedence over `name`.
 */
export function decodeParameters(written: readonly WrittenParameter[]): DecodedParameters {
  const parameters = new Map<string, string>();
  const doubts: ParameterDoubt[] = [];
  const sections = new Map<string, Section[]>();
  for (const { name, value, isQuoted } of written) {
    const [, base = "", index, star] = /^([^*]+)\*(?:(\d{1,9})(\*)?)?$/.exec(name) ?? [];
    if (base !== "") {
      const list = sections.get(base) ?? [];
      list.push({
        index: Number(index ?? 0),
        isWhole: index === undefined,
        isExtended: index === undefined || star !== undefined,
        isQuoted,
        value,
      });
      sections.set(base, list);
      continue;
    }
    const decoded = decodePlain(name, value, doubts);
    const known = parameters.get(name);
    if (known === undefined) parameters.set(name, decoded);
    else if (known !== decoded)
      doubts.push({ code: "parameter-conflicting", detail: `${name}: ${known}, and ${decoded}` });
  }
  for (const [name, list] of sections) {
    const decoded = decodeSections(name, list, doubts);
    const plain = parameters.get(name);
    if (plain !== undefined && plain !== decoded && !isAsciiForm(plain, decoded))
      doubts.push({ code: "parameter-conflicting", detail: `${name}: ${plain}, and ${name}*: ${decoded}` });
    parameters.set(name, decoded);
  }
  return { parameters, doubts };
}

/** Whether `plain` stands for `decoded` in readers that know only ASCII (RFC 6266 §4.3): `Gruesse.pdf` for `Grüße.pdf`. */
function isAsciiForm(plain: string, decoded: string): boolean {
  const [extension = ""] = /\.\w+$/.exec(decoded) ?? [];
  return isAsciiText(plain) && !isAsciiText(decoded) && extension !== "" && plain.endsWith(extension);
}

function isAsciiText(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function decodePlain(name: string, value: string, doubts: ParameterDoubt[]): string {
  // A boundary only looks like an encoded word.
  if (name === "boundary") return toOneLine(value);
  // The value of `name*=`, without its asterisk.
  const [prefix = "", charset = ""] = /^([\w-]+)'[\w-]*'(?=.*%[\da-f]{2})/i.exec(value) ?? [];
  if (prefix !== "" && isKnownCharset(charset)) {
    doubts.push({ code: "parameter-continuation-broken", detail: `${name}=${value}` });
    return toOneLine(decodeCharset(decodePercent(value.slice(prefix.length)), charset));
  }
  if (findEncodedWords(value).length === 0) return toOneLine(value);
  const decoded = toOneLine(decodeEncodedWords(value));
  doubts.push({ code: "encoded-word-in-parameter", detail: `${name}: ${decoded}` });
  return decoded;
}

/** A section of a value (RFC 2231 §3): `name*=`, `name*0=` or `name*0*=`. */
interface Section {
  readonly index: number;
  /** Whether it is `name*=`, without a number. */
  readonly isWhole: boolean;
  /** Whether it is percent-encoded (§4). */
  readonly isExtended: boolean;
  readonly isQuoted: boolean;
  readonly value: string;
}

function decodeSections(name: string, list: readonly Section[], doubts: ParameterDoubt[]): string {
  const whole = list.find(({ isWhole }) => isWhole);
  const numbered = [
    ...new Map(
      list
        .filter((one) => !one.isWhole)
        .toReversed()
        .map((one) => [one.index, one]),
    ).values(),
  ];
  const parts = whole === undefined ? numbered.sort((a, b) => a.index - b.index) : [whole];
  const isComplete = parts.every(({ index }, at) => index === at) && parts.length === list.length;
  const [first] = parts;
  const [prefix = "", charset = ""] = first?.isExtended ? (/^([^']*)'[^']*'/.exec(first.value) ?? []) : [];
  const isLabelled = prefix !== "" || parts.every(({ isExtended }) => !isExtended);
  const values = parts.map(({ value, isExtended }, at) => ({
    isExtended,
    value: at === 0 ? value.slice(prefix.length) : value,
  }));
  const isEncoded = values.every(({ value, isExtended }) => !isExtended || !/%(?![\da-f]{2})/i.test(value));
  const bytes = Buffer.concat(
    values.map(({ value, isExtended }) => (isExtended ? decodePercent(value) : Buffer.from(value))),
  );
  // Quotation marks are for sections that are not percent-encoded (§7).
  const isQuoted = parts.some((one) => one.isExtended && one.isQuoted);
  const isInCharset = !/^utf-?8$/i.test(charset) || isUtf8(bytes);
  if (isQuoted || !isInCharset || !isComplete || !isLabelled || !isEncoded)
    doubts.push({
      code: "parameter-continuation-broken",
      detail: list.map((one) => describeSection(name, one)).join("; "),
    });
  if (values.every(({ isExtended }) => !isExtended))
    return decodePlain(name, values.map(({ value }) => value).join(""), doubts);
  // Some programs write an encoded word there.
  if (prefix === "" && findEncodedWords(bytes.toString()).length > 0)
    return decodePlain(name, bytes.toString(), doubts);
  return toOneLine(decodeCharset(bytes, charset === "" ? null : charset));
}

function describeSection(name: string, { index, isWhole, isExtended, isQuoted, value }: Section): string {
  const written = isExtended && isQuoted ? `"${value}"` : value;
  return `${name}*${isWhole ? "" : `${index}${isExtended ? "*" : ""}`}=${written}`;
}

/** Decodes percent-encoded text to bytes. A `%` without two hex digits is kept. */
function decodePercent(text: string): Buffer {
  const bytes = Buffer.from(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const digits = bytes[at] === 0x25 ? bytes.toString("latin1", at + 1, at + 3) : "";
    const isEncoded = /^[\da-f]{2}$/i.test(digits);
    bytes[length++] = isEncoded ? Number.parseInt(digits, 16) : (bytes[at] ?? 0);
    if (isEncoded) at += 2;
  }
  return bytes.subarray(0, length);
}
