import { UnreadableRequestError } from "./unreadable-request.ts";

/** Parameters of a query, or fields of a form. A name that is used more than once has a list of values. */
export type QueryParameters = Readonly<Record<string, string | readonly string[]>>;

/**
 * Parses the query of a request target.
 *
 * @param mustBeMeant rejects a `?` without parameters: `?q=$Q` and `?$FILTER` with an unset shell variable must not
 *   mean everything
 * @throws {UnreadableRequestError} if the query is not percent-encoded UTF-8 (RFC 3986 §2.1)
 */
export function parseQueryParameters(
  target: string,
  { mustBeMeant: rejectsEmpty }: { readonly mustBeMeant: boolean },
): QueryParameters {
  // A request target has no fragment (RFC 9112 §3.2), and the router would treat one as a query.
  if (target.includes("#")) throw new UnreadableRequestError("The URL contains a #. Write it as %23.");
  const at = target.indexOf("?");
  if (at < 0) return {};
  return parsePairs(target.slice(at + 1), "query", () => {
    if (rejectsEmpty) throw new UnreadableRequestError("There is a ? or & without a parameter after it. Remove it.");
  });
}

/**
 * Parses a body of the type application/x-www-form-urlencoded.
 *
 * @throws {UnreadableRequestError} if it is not percent-encoded UTF-8, or has an & without a field after it
 */
export function parseFormText(text: string): QueryParameters {
  return parsePairs(text, "form", () => {
    throw new UnreadableRequestError("There is an & without a field before or after it. Remove it.");
  });
}

function parsePairs(text: string, place: "query" | "form", handleEmpty: () => void): QueryParameters {
  const values = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "") {
      handleEmpty();
      continue;
    }
    const equals = pair.indexOf("=");
    const name = decodeComponent(equals < 0 ? pair : pair.slice(0, equals), place);
    const value = equals < 0 ? "" : decodeComponent(pair.slice(equals + 1), place);
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries([...values].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? "") : list]));
}

function decodeComponent(text: string, place: "query" | "form"): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new UnreadableRequestError(
      `The ${place} contains “${text.slice(0, 100)}”, which is not percent-encoded UTF-8.`,
    );
  }
}
