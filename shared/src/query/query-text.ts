import type { Query, Term } from "./query.ts";

/** A query as it could have been written; reading it gives the same query. */
export function queryToText(query: Query): string {
  switch (query.type) {
    case "all":
      return query.of.map((one) => (one.type === "all" ? `(${queryToText(one)})` : queryToText(one))).join(" ");
    case "any":
      return `(${query.of.map((one) => queryToText(one)).join(" OR ")})`;
    case "not":
      return `-${query.of.type === "all" || query.of.type === "not" ? `(${queryToText(query.of)})` : queryToText(query.of)}`;
    default:
      return (query satisfies Term).text;
  }
}
