import { isAddressWithDomain } from "./address-with-domain.ts";
import type { FieldName, Query, Term } from "./query.ts";

/** A query as it could have been written; reading it gives the same query. Empty for one that matches everything. */
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

/** The criterion that `field:value` stands for, whatever characters are in the value. An address means that one only. */
export function createFieldTerm(field: FieldName, value: string): Term {
  if (/^[^\s"()@]+$/.test(value) || (isAddressWithDomain(value) && !/["()]/.test(value)))
    return { type: "field", field, value, text: `${field}:${value}` };
  return { type: "field", field, value, quoted: true, text: `${field}:"${value.replace(/["\\]/g, "\\$&")}"` };
}

function isTerm(query: Query): query is Term {
  return query.type !== "all" && query.type !== "any" && query.type !== "not";
}
