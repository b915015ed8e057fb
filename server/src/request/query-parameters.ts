import { UnreadableRequestError } from "./unreadable-request.ts";

/** Query parameters. A name that is used more than once has a list of values. */
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
  const pairs = target.slice(at + 1).split("&");
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    if (pair === "") {
      if (rejectsEmpty) throw new UnreadableRequestError("There is a ? or & without a parameter after it. Remove it.");
      continue;
    }
    const equals = pair.indexOf("=");
    const name = decodeComponent(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : decodeComponent(pair.slice(equals + 1));
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries([...values].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? "") : list]));
}

function decodeComponent(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new UnreadableRequestError(`The query contains “${text.slice(0, 100)}”, which is not percent-encoded UTF-8.`);
  }
}
