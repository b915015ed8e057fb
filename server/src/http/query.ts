import { parseQuery, type Query } from "@mailglass/shared";
import { HttpProblem } from "./problem.ts";

/** Reads a search text; an empty one is none. */
export function readQuery(text: string | undefined): Query | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const query = parseQuery(text, Date.now());
  if (query.type !== "error") return query;
  const { column, message } = query;
  throw new HttpProblem("invalid-query", `At column ${column}: ${message}`, { column, pointer: "/q" });
}
