import type { ListUnsubscribe } from "./api-types.ts";

/** Maximum characters of the field that are read: enough for two links, and quick to parse. */
const MAX_FIELD_LENGTH = 4_000;

/** Between two links there is a comma. */
const SEPARATOR = /^\s*,\s*$/;

/**
 * Parses a List-Unsubscribe field (RFC 2369 §3.2): at most one mailto: and one http(s): link, in angle brackets. The errors have Mailpit's
 * wording, which tests compare.
 */
export function parseListUnsubscribe(header: string, post: string): ListUnsubscribe {
  const { links, errors } = header === "" ? { links: [], errors: [] } : parseField(header.slice(0, MAX_FIELD_LENGTH));
  return { Header: header, Links: links, Errors: errors.join(", "), HeaderPost: post };
}

interface ParsedField {
  readonly links: readonly string[];
  readonly errors: readonly string[];
}

function parseField(field: string): ParsedField {
  const list = field.replace(/\([^)]*\)/g, "").trim();
  const fail = (problem: string): ParsedField => ({ links: [], errors: [`"${list}" ${problem}`] });
  const found = list.match(/<[^>]*>/g)?.map((link) => link.slice(1, -1));
  if (found === undefined) return fail("no valid unsubscribe links found");
  if (!list.startsWith("<") || !list.endsWith(">")) return fail("should be enclosed in <>");
  if (found.length > 2) return fail("should include a maximum of one email and one HTTP link");
  const separators = list.split(/<[^>]*>/).slice(1, -1);
  if (!separators.every((text) => SEPARATOR.test(text)))
    return fail("<> should be split with a comma and optional spaces");
  const links: string[] = [];
  const errors: string[] = [];
  for (const link of found) {
    const problem = findProblem(link, links);
    if (problem === undefined) links.push(link);
    else errors.push(`"${link}" ${problem}`);
  }
  return { links, errors };
}

/** What is wrong with a link after these. */
function findProblem(link: string, earlier: readonly string[]): string | undefined {
  if (/\s/.test(link)) return "should not contain spaces";
  const isMailto = /^mailto:[a-zA-Z0-9]/.test(link);
  if (!isMailto && !/^https?:\/\/[a-z0-9]/i.test(link)) return "should start with either http(s):// or mailto:";
  if (earlier.some((other) => other.startsWith("mailto:") === isMailto))
    return isMailto ? "should only contain one mailto:" : "should only contain one HTTP link";
  return URL.canParse(link) ? undefined : "is not a valid URL";
}
