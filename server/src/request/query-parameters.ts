import { UnreadableRequestError } from "./unreadable-request.ts";

/** Query parameters: a list where a name is given more than once. */
export type QueryParameters = Readonly<Record<string, string | readonly string[]>>;

/**
 * Reads the query of a request target.
 *
 * @param mustBeMeant true where a `?` without parameters is an error: `?q=$Q` and `?$FILTER` are what is left of a script's
 *   variable that is not set, and must not mean everything
 * @throws {UnreadableRequestError} where it is not percent-encoded UTF-8 (RFC 3986 §2.1)
 */
export function parseQueryParameters(
  target: string,
  { mustBeMeant: rejectsEmpty }: { readonly mustBeMeant: boolean },
): QueryParameters {
  // A target has no fragment (RFC 9112 §3.2), and the router would take one for a query.
  if (target.includes("#")) throw new UnreadableRequestError("The address has a #. Write it as %23.");
  const at = target.indexOf("?");
  if (at < 0) return {};
  const pairs = target.slice(at + 1).split("&");
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    if (pair === "") {
      if (rejectsEmpty)
        throw new UnreadableRequestError("There is a ? or & without a parameter behind it. Leave it out.");
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
    throw new UnreadableRequestError(`The query has “${text.slice(0, 100)}”, which is not percent-encoded UTF-8.`);
  }
}
