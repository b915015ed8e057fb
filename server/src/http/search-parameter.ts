import { parseQuery, type Query } from "@mailglass/shared";
import { HttpProblem } from "./http-problem.ts";

/** Reads a search text; a blank one is none. */
export function parseSearch(text: string | undefined): Query | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const query = parseQuery(text, Date.now());
  if (query.type !== "error") return query;
  const { column, message } = query;
  throw new HttpProblem("invalid-query", `At column ${column}: ${message}`, { column, pointer: "/q" });
}

/**
 * Reads which messages are to be deleted or marked; without a text it is all of them.
 *
 * @throws {HttpProblem} for a blank text as well: `?q=$Q` with an unset variable must not mean all
 */
export function parseSelection(text: string | undefined): Query | undefined {
  if (text !== undefined && text.trim() === "") {
    throw new HttpProblem(
      "invalid-query",
      "q is blank. Write what to look for, or leave q out to mean every message.",
      {
        column: 1,
        pointer: "/q",
      },
    );
  }
  return parseSearch(text);
}
