import type { SchemaShape } from "./format-schema.ts";

/** Creates a value to start from: only what is required, with empty or first values. */
export function createExample({
  const: constant,
  anyOf,
  allOf,
  type,
  properties = {},
  required = [],
}: SchemaShape): unknown {
  if (constant !== undefined) return constant;
  const [first] = anyOf ?? [];
  if (first !== undefined) return createExample(first);
  if (allOf !== undefined) return Object.assign({}, ...allOf.map(createExample));
  if (type === "object")
    return Object.fromEntries(required.map((name) => [name, createExample(properties[name] ?? {})]));
  if (type === "array") return [];
  if (type === "boolean") return false;
  return type === "integer" || type === "number" ? 0 : "";
}
