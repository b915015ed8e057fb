import { isAddressWithDomain } from "./address-with-domain.ts";
import type { FieldName, Query, Term } from "./query.ts";

/** Formats a query as text that parses to the same query. Empty for a query that matches everything. */
export function formatQuery(query: Query): string {
  switch (query.type) {
    case "all":
      return query.of
        .map((criterion) => (criterion.type === "all" ? `(${formatQuery(criterion)})` : formatQuery(criterion)))
        .join(" ");
    case "any":
      return query.of
        .map((criterion) =>
          isTerm(criterion) || criterion.type === "not" ? formatQuery(criterion) : `(${formatQuery(criterion)})`,
        )
        .join(" OR ");
    case "not":
      return isTerm(query.of) ? `-${formatQuery(query.of)}` : `-(${formatQuery(query.of)})`;
    default:
      return query.text;
  }
}

/** Creates the criterion for `field:value`, whatever characters the value contains. An address matches exactly. */
export function createFieldTerm(field: FieldName, value: string): Term {
  if (/^[^\s"()@]+$/.test(value) || (isAddressWithDomain(value) && !/["()]/.test(value)))
    return { type: "field", field, value, text: `${field}:${value}` };
  return { type: "field", field, value, quoted: true, text: `${field}:"${value.replace(/["\\]/g, "\\$&")}"` };
}

function isTerm(query: Query): query is Term {
  return query.type !== "all" && query.type !== "any" && query.type !== "not";
}
