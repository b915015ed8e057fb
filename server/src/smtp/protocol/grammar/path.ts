import { type BinaryString, decodeUtf8, isAsciiText } from "../bytes/octets.ts";
import type { WireFindingCode } from "../record/wire-findings.ts";

/** A parsed path, and the findings on it. */
export interface ParsedPath {
  /** As sent, without angle brackets and source route. */
  readonly address: string;
  /** Offset behind the path. */
  readonly end: number;
  readonly findings: readonly WireFindingCode[];
}

const NO_PATH_FINDINGS: readonly WireFindingCode[] = [];

/** Matches nearly every mailbox. All others are checked part by part. */
const ORDINARY_MAILBOX = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*(?<=[A-Za-z])$/;
/** In a path this short, no part can exceed its limit. */
const SHORT_PATH_OCTETS = 63;

/**
 * Parses a Reverse-path or Forward-path at `start` (RFC 5321 §4.1.2). Accepts more than the grammar, with findings. Returns
 * undefined if there is no path.
 *
 *     Path = "<" [ A-d-l ":" ] Mailbox ">"
 */
export function parsePath(text: BinaryString, start: number): ParsedPath | undefined {
  const hasBrackets = text[start] === "<";
  const from = hasBrackets ? start + 1 : start;
  const closingBracket = hasBrackets ? text.indexOf(">", from) : -1;
  const hasComment = text.endsWith(")") || text.endsWith(")>");
  if (!hasComment && closingBracket > from && closingBracket - from <= SHORT_PATH_OCTETS) {
    const address = text.slice(from, closingBracket);
    if (ORDINARY_MAILBOX.test(address)) return { address, end: closingBracket + 1, findings: NO_PATH_FINDINGS };
  }
  const named = parseNamedPath(text, start);
  if (named !== undefined) return named;
  const commented = hasComment ? parseCommentedPath(text, start) : undefined;
  if (commented !== undefined) return commented;
  const end = findPathEnd(text, from, hasBrackets);
  if (end === -1 || (!hasBrackets && end === from)) return undefined;
  if (hasBrackets && end === from) return { address: "", end: end + 1, findings: NO_PATH_FINDINGS };
  const { octets, hasSourceRoute } = stripSourceRoute(text.slice(from, end));
  const address = decodeUtf8(octets);
  const shown = address ?? octets;
  if (shown === "" || hasForbiddenCharacters(shown)) return undefined;

  const findings: WireFindingCode[] = [];
  if (!hasBrackets) findings.push("missing-angle-brackets");
  if (hasSourceRoute) findings.push("source-route");
  if (end - from + 2 > 256) findings.push("path-too-long");
  if (address === undefined) findings.push("address-not-utf8");
  addMailboxFindings(shown, octets, findings);
  return { address: shown, end: hasBrackets ? end + 1 : end, findings };
}

/** A display name and an address in brackets, possibly all in one more pair of brackets. */
const NAMED_PATH = /(?<outer><?)(?:"(?:[^"\\]|\\.)*"[ \t]*|[^<>"@:]+)<(?<address>[^<>]*)>(?<closing>>?)/y;

/**
 * Parses a path with a display name, as in a header field: `Ann <ann@example.com>`, `"Bee, Ann" <ann@example.com>` or
 * `<Ann <ann@example.com>>`. RFC 5321 §4.1.2 does not allow it. Returns undefined if there is no display name.
 */
function parseNamedPath(text: BinaryString, start: number): ParsedPath | undefined {
  NAMED_PATH.lastIndex = start;
  const { outer = "", address = "", closing = "" } = NAMED_PATH.exec(text)?.groups ?? {};
  if (address === "" || (outer === "") !== (closing === "")) return undefined;
  const shown = decodeUtf8(address);
  if (shown === undefined || hasForbiddenCharacters(shown)) return undefined;
  const findings: WireFindingCode[] = ["display-name-in-path"];
  if (outer === "") findings.push("missing-angle-brackets");
  addMailboxFindings(shown, address, findings);
  return { address: shown, end: NAMED_PATH.lastIndex, findings };
}

/** An address, and a comment to the end of the line, or of the brackets. */
const COMMENTED_PATH =
  /(?:<(?<bracketed>[^<>"\s()]+@[^<>"\s()]+)(?:>[ \t]*\([^()]*\)|[ \t]*\([^()]*\)>)|(?<bare>[^<>"\s()]+@[^<>"\s()]+)[ \t]*\([^()]*\))$/y;

/** Parses an address with a name after it, as in a header field: `<ann@example.com> (Ann)`. RFC 5321 §4.1.2 does not allow it. */
function parseCommentedPath(text: BinaryString, start: number): ParsedPath | undefined {
  COMMENTED_PATH.lastIndex = start;
  const { bracketed, bare } = COMMENTED_PATH.exec(text)?.groups ?? {};
  const address = bracketed ?? bare;
  const shown = address === undefined ? undefined : decodeUtf8(address);
  if (address === undefined || shown === undefined || hasForbiddenCharacters(shown)) return undefined;
  const findings: WireFindingCode[] = ["display-name-in-path"];
  if (bare !== undefined) findings.push("missing-angle-brackets");
  addMailboxFindings(shown, address, findings);
  return { address: shown, end: COMMENTED_PATH.lastIndex, findings };
}

/** Returns the offset of the bracket or space that ends the path, outside quoted strings; -1 if there is none. */
function findPathEnd(text: BinaryString, from: number, hasBrackets: boolean): number {
  let isQuoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\" && isQuoted) at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === (hasBrackets ? ">" : " ")) return at;
  }
  return hasBrackets || isQuoted ? -1 : text.length;
}

/** Removes a source route: `@one,@two:joe@example.com` becomes joe@example.com (RFC 5321 §4.1.1.3, Appendix C). */
function stripSourceRoute(octets: BinaryString): { octets: BinaryString; hasSourceRoute: boolean } {
  const colon = octets.startsWith("@") ? octets.indexOf(":") : -1;
  return colon === -1 ? { octets, hasSourceRoute: false } : { octets: octets.slice(colon + 1), hasSourceRoute: true };
}

/** Control characters, and invisible characters, whose only use in an address is to deceive its reader. */
const FORBIDDEN_CHARACTERS =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/** Whether `text` has characters that are refused in addresses, parameters and greeting names. */
export function hasForbiddenCharacters(text: string): boolean {
  return FORBIDDEN_CHARACTERS.test(text);
}

const ATEXT = /^[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+$/u;
const QUOTED_STRING = /^"(?:[^"\\]|\\[ -~])*"$/u;
const LABEL = /^[A-Za-z0-9\u0080-\u{10ffff}](?:[A-Za-z0-9\-\u0080-\u{10ffff}]*[A-Za-z0-9\u0080-\u{10ffff}])?$/u;

/** Mailbox = Local-part "@" ( Domain / address-literal ) */
function addMailboxFindings(address: string, octets: BinaryString, findings: WireFindingCode[]): void {
  const at = address.startsWith('"') ? address.indexOf("@", address.lastIndexOf('"')) : address.lastIndexOf("@");
  const local = at === -1 ? address : address.slice(0, at);
  const domain = at === -1 ? undefined : address.slice(at + 1);
  if (countOctets(local, address, octets) > 64) findings.push("local-part-too-long");
  if (!isLocalPart(local)) findings.push("bad-local-part");
  if (domain === undefined) {
    // RFC 5321 §4.1.1.3: RCPT TO:<Postmaster> is the one address without a domain.
    if (local.toLowerCase() !== "postmaster") findings.push("address-without-domain");
    return;
  }
  if (countOctets(domain, address, octets) > 255) findings.push("domain-too-long");
  // The grammar of domains allows four numbers, but no host has such a name: an address literal lacks its brackets.
  if ((!isDomain(domain) && !isAddressLiteral(domain)) || IPV4_ADDRESS.test(domain)) findings.push("bad-domain");
}

/** Returns the octets of `part`, a part of `address`. The limits count octets, not characters. */
function countOctets(part: string, address: string, octets: BinaryString): number {
  if (address.length === octets.length || isAsciiText(part)) return part.length;
  let count = 0;
  for (const character of part) {
    const code = character.codePointAt(0) ?? 0;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}

/** Local-part = Dot-string / Quoted-string (RFC 5321 §4.1.2, RFC 6531 §3.3). */
function isLocalPart(local: string): boolean {
  return QUOTED_STRING.test(local) || local.split(".").every((atom) => ATEXT.test(atom));
}

/** Domain = sub-domain *("." sub-domain), with U-labels (RFC 6531 §3.3); a label has at most 63 octets (RFC 1035). */
export function isDomain(domain: string): boolean {
  return domain.split(".").every((label) => label.length <= 63 && LABEL.test(label));
}

const IPV4_LITERAL = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!\])|\])){4}$/;
const IPV4_ADDRESS = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const IPV6_LITERAL = /^IPv6:(?<address>[0-9A-Fa-f:.]{2,45})\]$/i;
const GENERAL_LITERAL = /^(?!IPv6:)[A-Za-z0-9-]*[A-Za-z0-9]:[!-Z^-~]+\]$/i;

/** address-literal = "[" ( IPv4 / IPv6: / General ) "]" (RFC 5321 §4.1.3). */
export function isAddressLiteral(domain: string): boolean {
  if (!domain.startsWith("[")) return false;
  const inner = domain.slice(1);
  const ipv6 = IPV6_LITERAL.exec(inner)?.groups?.["address"];
  if (ipv6 !== undefined) return isIpv6Address(ipv6);
  return IPV4_LITERAL.test(inner) || GENERAL_LITERAL.test(inner);
}

/** Whether `text` is an IP address without brackets. */
export function isIpAddress(text: string): boolean {
  return IPV4_ADDRESS.test(text) || (text.includes(":") && isIpv6Address(text));
}

/** IPv6-addr: eight groups of 16 bits, the last two possibly as IPv4; `::` stands for at least one group (RFC 4291 §2.2). */
function isIpv6Address(text: string): boolean {
  const [before = "", after, ...more] = text.split("::");
  if (more.length > 0) return false;
  const groups = [before, after ?? ""].flatMap((part) => (part === "" ? [] : part.split(":")));
  const hasIpv4 = !text.endsWith("::") && IPV4_ADDRESS.test(groups.at(-1) ?? "");
  if (!(hasIpv4 ? groups.slice(0, -1) : groups).every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  const count = groups.length + (hasIpv4 ? 1 : 0);
  return after === undefined ? count === 8 : count < 8;
}
