import { type BinaryString, decodeUtf8 } from "../bytes/octets.ts";
import type { EsmtpParameter } from "../envelope.ts";
import type { Extension } from "./extension.ts";
import { hasForbiddenCharacters } from "./path.ts";

/** A parameter of MAIL or RCPT. */
interface ParameterRule {
  /** The extension that defines it; null: accepted, but not advertised. */
  readonly extension: Extension | null;
  /** The syntax of the value; undefined: the parameter takes no value. */
  readonly value: RegExp | undefined;
  /** The syntax as shown in a 501 reply. */
  readonly syntax: string;
}

/** xtext (RFC 3461 §4): printable ASCII. `+` and `=` are encoded as `+` and two hexadecimal digits. */
const XTEXT = "(?:[!-*,-<>-~]|\\+[0-9A-F]{2})*";
/** Also accepts the UTF-8 forms of ORCPT (RFC 6533 §3), without decoding them. */
const UTF8_XTEXT = "(?:[!-*,-<>-~\\u0080-\\u{10ffff}]|\\+[0-9A-F]{2}|\\\\x\\{[0-9A-F]{2,6}\\})*";

/** Parameters of MAIL. */
const MAIL_RULES: Readonly<Record<string, ParameterRule>> = {
  /** RFC 1870 §4 */
  SIZE: { extension: "SIZE", value: /^\d{1,20}$/, syntax: "SIZE=octets" },
  /** RFC 6152 §2, RFC 3030 §3 */
  BODY: { extension: "8BITMIME", value: /^(?:7BIT|8BITMIME|BINARYMIME)$/i, syntax: "BODY=7BIT|8BITMIME|BINARYMIME" },
  /** RFC 6531 §3.4 */
  SMTPUTF8: { extension: "SMTPUTF8", value: undefined, syntax: "SMTPUTF8" },
  /** RFC 3461 §4.3, §4.4 */
  RET: { extension: "DSN", value: /^(?:FULL|HDRS)$/i, syntax: "RET=FULL|HDRS" },
  ENVID: { extension: "DSN", value: new RegExp(`^${XTEXT}$`), syntax: "ENVID=xtext" },
  /** RFC 4954 §5 */
  AUTH: { extension: "AUTH", value: new RegExp(`^(?:<>|${XTEXT})$`), syntax: "AUTH=mailbox|<>" },
  /** RFC 8689 §3 */
  REQUIRETLS: { extension: null, value: undefined, syntax: "REQUIRETLS" },
  /** RFC 6710 §3 */
  "MT-PRIORITY": { extension: null, value: /^-?\d$/, syntax: "MT-PRIORITY=-9..9" },
  /** RFC 4865 §4 */
  HOLDFOR: { extension: null, value: /^[1-9]\d{0,8}$/, syntax: "HOLDFOR=seconds" },
  HOLDUNTIL: { extension: null, value: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, syntax: "HOLDUNTIL=date-time" },
  /** RFC 2852 §3 */
  BY: { extension: null, value: /^[+-]?\d{1,9};[NR]T?$/i, syntax: "BY=seconds;N|R" },
};

/** Parameters of RCPT. */
const RCPT_RULES: Readonly<Record<string, ParameterRule>> = {
  /** RFC 3461 §4.1, §4.2 */
  NOTIFY: {
    extension: "DSN",
    value: /^(?:NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY))*)$/i,
    syntax: "NOTIFY=NEVER|SUCCESS,FAILURE,DELAY",
  },
  ORCPT: { extension: "DSN", value: new RegExp(`^[!-:<-~]+;${UTF8_XTEXT}$`, "u"), syntax: "ORCPT=type;xtext" },
};

export type ParameterError =
  /** 555: the parameter is unknown, or its extension is not offered (RFC 5321 §4.1.1.11). */
  | { readonly type: "unknown"; readonly keyword: string }
  /** 501: the parameter is malformed. */
  | { readonly type: "syntax"; readonly syntax: string };

/** esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-") (RFC 5321 §4.1.2) */
const KEYWORD = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

/**
 * Parses the parameters after a path: `keyword[=value]`, separated by spaces (RFC 5321 §4.1.2). Keywords and values keep the
 * case in which they were sent.
 */
export function parseParameters(
  text: BinaryString,
  start: number,
  verb: "MAIL" | "RCPT",
  offers: (extension: Extension) => boolean,
): EsmtpParameter[] | ParameterError {
  const parameters: EsmtpParameter[] = [];
  if (start >= text.length) return parameters;
  const rules = verb === "MAIL" ? MAIL_RULES : RCPT_RULES;
  const seen = new Set<string>();
  for (const octets of text.slice(start).split(" ")) {
    if (octets === "") continue;
    const decoded = decodeUtf8(octets) ?? octets;
    const equals = decoded.indexOf("=");
    const keyword = equals === -1 ? decoded : decoded.slice(0, equals);
    const value = equals === -1 ? null : decoded.slice(equals + 1);
    const name = keyword.toUpperCase();
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!KEYWORD.test(keyword) || hasForbiddenCharacters(decoded)) return { type: "syntax", syntax: "keyword[=value]" };
    if (rule === undefined || (rule.extension !== null && !offers(rule.extension))) return { type: "unknown", keyword };
    if (seen.has(name)) return { type: "syntax", syntax: `${rule.syntax}, once` };
    seen.add(name);
    if (!isValidValue(rule, value)) return { type: "syntax", syntax: rule.syntax };
    // RFC 3030 §3: this value is defined by an extension of its own.
    if (name === "BODY" && value?.toUpperCase() === "BINARYMIME" && !offers("BINARYMIME")) {
      return { type: "syntax", syntax: "BODY=7BIT|8BITMIME" };
    }
    parameters.push({ keyword, value });
  }
  return parameters;
}

function isValidValue(rule: ParameterRule, value: string | null): boolean {
  if (rule.value === undefined) return value === null;
  return value !== null && rule.value.test(value);
}

/** Returns the value of a parameter, null if it has none; undefined if the parameter is absent. `name` is in upper case. */
export function findParameterValue(parameters: readonly EsmtpParameter[], name: string): string | null | undefined {
  for (const { keyword, value } of parameters) {
    if (keyword.length === name.length && keyword.toUpperCase() === name) return value;
  }
  return undefined;
}
