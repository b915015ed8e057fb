import { parseQuery, type Query } from "@mailglass/shared";
import { HttpProblem } from "./http-problem.ts";

/** Parses a search query. A blank one means no query. */
export function parseSearch(text: string | undefined): Query | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const query = parseQuery(text, Date.now());
  if (query.type !== "error") return query;
  const { column, message } = query;
  throw new HttpProblem("invalid-query", `At column ${column}: ${message}`, { column, pointer: "/q" });
}

/**
 * Parses the query that selects messages to delete or mark; undefined selects all of them.
 *
 * @throws {HttpProblem} also for a blank query: `?q=$Q` with an unset variable must not mean all
 */
export function parseSelection(text: string | undefined): Query | undefined {
  if (text !== undefined && text.trim() === "") {
    throw new HttpProblem("invalid-query", "q is blank. Write a query, or omit q to select all messages.", {
      column: 1,
      pointer: "/q",
    });
  }
  return parseSearch(text);
}
