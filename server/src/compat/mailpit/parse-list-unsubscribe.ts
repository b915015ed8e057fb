import type { ListUnsubscribe } from "./api-types.ts";

/** Maximum characters of the field that are read: enough for two links, and quick to parse. */
const MAX_FIELD_LENGTH = 4_000;

/** Parses a List-Unsubscribe field (RFC 2369 §3.2): at most one mailto: and one http(s): link, in angle brackets. */
export function parseListUnsubscribe(header: string, post: string): ListUnsubscribe {
  const createResult = (links: readonly string[], errors: readonly string[]): ListUnsubscribe => ({
    Header: header,
    Links: links,
    Errors: errors.join(", "),
    HeaderPost: post,
  });
  const list = header
    .slice(0, MAX_FIELD_LENGTH)
    .replace(/\([^)]*\)/g, "")
    .trim();
  if (list === "") return createResult([], header === "" ? [] : ["it contains no link"]);
  const pieces = list.split(",").map((piece) => piece.trim());
  if (!pieces.every((piece) => /^<[^<>]*>$/.test(piece))) {
    return createResult([], ["links must be in angle brackets, separated by commas"]);
  }
  const links: string[] = [];
  const errors: string[] = [];
  for (const link of pieces.map((piece) => piece.slice(1, -1))) {
    const scheme = /^(mailto|https?):[^\s]/i.exec(link)?.[1]?.toLowerCase().slice(0, 4);
    if (/\s/.test(link)) errors.push(`“${link}” contains a space`);
    else if (scheme === undefined || !URL.canParse(link)) errors.push(`“${link}” is neither mailto: nor http(s):`);
    else if (links.some((other) => other.toLowerCase().startsWith(scheme))) errors.push(`“${link}” is one too many`);
    else links.push(link);
  }
  return createResult(links, errors);
}
